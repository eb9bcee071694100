package tutti.chain;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tutti.chain.backend.Backend;
import tutti.chain.backend.CheckedChain;
import tutti.chain.bitcoind.BitcoindNode;
import tutti.chain.bitcoind.Credentials;
import tutti.chain.chronik.ChronikServer;
import tutti.chain.chronik.Dialect;
import tutti.chain.doubles.BitcoindDouble;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.EsploraDouble;
import tutti.chain.doubles.FakeChain;
import tutti.chain.doubles.HttpDouble;
import tutti.chain.esplora.EsploraServer;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/** A chain, a server of it that is a double, and a client of that. */
final class Site implements AutoCloseable {
  static final Bytes SCRIPT = Bytes.fromHex("76a914" + "11".repeat(20) + "88ac");
  static final long AMOUNT = 150_000_000;
  static final ChainSettings IMPATIENT =
      ChainSettings.defaults()
          .withDeadline(Duration.ofSeconds(10))
          .withAttempt(Duration.ofSeconds(5))
          .withInterval(Duration.ofMillis(50))
          .withPerSecond(500);

  /** For those who want to see that nobody waits for long. */
  static final ChainSettings HURRIED =
      IMPATIENT.withAttempt(Duration.ofMillis(500)).withDeadline(Duration.ofMillis(1_500));

  /** The kinds of server. */
  enum Kind {
    ESPLORA,
    CHRONIK,
    CHRONIK_LOTUS,
    BITCOIND,
    BITCOIND_WITHOUT_INDEX
  }

  final Kind kind;
  final FakeChain chain;
  final HttpDouble server;
  final ChainClient client;

  private Site(Kind kind, FakeChain chain) {
    this.kind = kind;
    this.chain = chain;
    this.server =
        switch (kind) {
          case ESPLORA -> EsploraDouble.of(chain).knowing(SCRIPT);
          case CHRONIK -> ChronikDouble.inNode(chain);
          case CHRONIK_LOTUS -> ChronikDouble.lotus(chain);
          case BITCOIND -> BitcoindDouble.of(chain, "Basic dTpw", true);
          case BITCOIND_WITHOUT_INDEX -> BitcoindDouble.of(chain, "Basic dTpw", false);
        };
    this.client = client(IMPATIENT);
  }

  static Site of(Kind kind) {
    return of(kind, new FakeChain(format(kind)));
  }

  static Site of(Kind kind, FakeChain chain) {
    return new Site(kind, chain);
  }

  static TransactionFormat format(Kind kind) {
    return kind == Kind.CHRONIK_LOTUS ? TransactionFormat.LOTUS : TransactionFormat.BITCOIN;
  }

  ChainClient client(ChainSettings settings) {
    Endpoint endpoint = new Endpoint(URI.create(server.address()), settings);
    Backend backend =
        switch (kind) {
          case ESPLORA -> new EsploraServer(endpoint);
          case CHRONIK -> new ChronikServer(endpoint, Dialect.IN_NODE);
          case CHRONIK_LOTUS -> new ChronikServer(endpoint, Dialect.LOTUS);
          default -> new BitcoindNode(endpoint, Credentials.user("u", "p"));
        };
    return new CheckedChain(backend, format(kind));
  }

  /** Spends the output that everyone may spend of a funding transaction. */
  static BitcoinTransaction spendFree(Outpoint funded) {
    return spend(new Outpoint(funded.txid(), 0));
  }

  /** Spends an output, whether that is allowed or not. */
  static BitcoinTransaction spend(Outpoint output) {
    return new BitcoinTransaction(
        2, List.of(TxInput.unsigned(output, 0xffffffffL)), List.of(new TxOutput(6_000, SCRIPT)), 0);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
