package tutti.chain.chronik;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import tutti.chain.backend.ChainThreads;

/**
 * A WebSocket of which only the beginnings of frames are read. The JDK's reads all of what a server
 * says instead of opening one, however long it is, and waits for it as long as it likes.
 */
final class WebSocketLink implements Closeable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int MOST_OF_HEAD = 8_192;
  private static final int MASK = 4;
  private static final int SHORT = 125;
  private static final int TWO_BYTES = 126;
  private static final int FINAL = 0x80;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Socket plain = new Socket();
  private Socket socket = plain;
  private DataInputStream in = new DataInputStream(InputStream.nullInputStream());
  private OutputStream out = OutputStream.nullOutputStream();

  /** Connects, or fails within a time whatever the other side does. */
  void open(URI base, Duration quiet) throws IOException {
    var tooLate =
        ChainThreads.timer().schedule(this::close, CONNECTING.toMillis(), TimeUnit.MILLISECONDS);
    try {
      boolean secure = "https".equals(base.getScheme());
      int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
      plain.connect(new InetSocketAddress(base.getHost(), port), (int) CONNECTING.toMillis());
      socket = secure ? secured(base.getHost(), port) : plain;
      socket.setSoTimeout((int) CONNECTING.toMillis());
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
      upgrade(base);
      socket.setSoTimeout((int) quiet.toMillis());
    } finally {
      tooLate.cancel(false);
    }
  }

  void send(byte[] message) throws IOException {
    frame(BINARY, message);
  }

  void ping() throws IOException {
    frame(PING, new byte[0]);
  }

  /**
   * Waits for a frame, and skips what is in it.
   *
   * @return whether it ends a message, and is not only there to see whether anyone lives
   * @throws SocketTimeoutException if there was none; it can be waited for again
   */
  boolean next() throws IOException {
    int first = in.readUnsignedByte();
    try {
      int kind = first & 0x0f;
      long length = in.readUnsignedByte(); // with a mask it is too long: servers have none
      if (kind >= CLOSE) {
        control(kind, length);
        return false;
      }
      if (length > SHORT) {
        length = length == TWO_BYTES ? in.readUnsignedShort() : in.readLong();
      }
      in.skipNBytes(length);
      return (first & FINAL) != 0;
    } catch (SocketTimeoutException stalled) {
      throw new IOException("stalled in a frame", stalled);
    }
  }

  @Override
  public void close() {
    try {
      plain.close(); // without a farewell, for which it might have to wait
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private void control(int kind, long length) throws IOException {
    if (length > SHORT) {
      throw new IOException("a frame that is too long");
    }
    byte[] contents = new byte[(int) length];
    in.readFully(contents);
    if (kind == CLOSE) {
      throw new EOFException("closed by the other side");
    }
    if (kind == PING) {
      frame(PONG, contents);
    }
  }

  private void frame(int kind, byte[] contents) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(2 + 2 + MASK + contents.length);
    frame.put((byte) (FINAL | kind));
    if (contents.length <= SHORT) {
      frame.put((byte) (FINAL | contents.length));
    } else {
      frame.put((byte) (FINAL | TWO_BYTES)).putShort((short) contents.length);
    }
    byte[] mask = new byte[MASK];
    RANDOM.nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < contents.length; i++) {
      frame.put((byte) (contents[i] ^ mask[i % MASK]));
    }
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  private Socket secured(String host, int port) throws IOException {
    plain.setSoTimeout((int) CONNECTING.toMillis());
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket wrapped = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = wrapped.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    wrapped.setSSLParameters(parameters);
    wrapped.startHandshake();
    return wrapped;
  }

  private void upgrade(URI base) throws IOException {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    String request =
        """
        GET %s/ws HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: %s

        """
            .formatted(base.getRawPath(), base.getRawAuthority(), key)
            .replace("\n", "\r\n");
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String head = head().toLowerCase(Locale.ROOT);
    String accepted = "\r\nsec-websocket-accept: " + accepted(key).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 101 ") || !head.contains(accepted + "\r\n")) {
      throw new IOException("it opens no WebSocket");
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      if (head.length() == MOST_OF_HEAD) {
        throw new IOException("an answer that is too long");
      }
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private static String accepted(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
