package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtSigner;

/**
 * Holds a participant's nonces in memory between two commands, and signs once with each when asked
 * at its socket. It is gone when all are used or its time is over, and the nonces with it.
 */
final class NonceHolder implements AutoCloseable {
  private final PsbtSigner signer;
  private final Path socket;
  private final ServerSocketChannel server;

  private NonceHolder(PsbtSigner signer, Path socket, ServerSocketChannel server) {
    this.signer = signer;
    this.socket = socket;
    this.server = server;
  }

  /** Begins to listen for questions about the nonces that wait. */
  static NonceHolder open(PsbtSigner signer, Path folder) throws IOException {
    Path socket = NonceSockets.of(folder, signer.waiting());
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    server.configureBlocking(false);
    return new NonceHolder(signer, socket, server);
  }

  /** Signs what it is asked to until nothing waits any more. */
  void serve(Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    try (Selector selector = Selector.open()) {
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (!signer.waiting().isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return;
        }
        selector.select(left);
        selector.selectedKeys().clear();
        answer(server.accept());
      }
    }
  }

  private void answer(@Nullable SocketChannel asking) throws IOException {
    if (asking == null) {
      return;
    }
    try (asking) {
      new JsonLines(Channels.newInputStream(asking), Channels.newOutputStream(asking))
          .answer(this::sign);
    } catch (IOException | Refusal e) {
      // Whoever asked is gone, or does not end. What it asked for is used up if it was signed.
      return;
    }
  }

  private ObjectNode sign(ObjectNode question) {
    Psbt psbt = Psbt.decodeBase64(JsonLines.text(question, "psbt"));
    return JsonLines.psbt(signer.withPartialSigs(psbt));
  }

  @Override
  public void close() throws IOException {
    signer.close();
    server.close();
    Files.deleteIfExists(socket);
  }
}
