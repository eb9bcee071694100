package tutti.chain.open;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.chain.ChainClient;
import tutti.chain.ChainSettings;
import tutti.chain.TransactionFormat;
import tutti.chain.backend.Backend;
import tutti.chain.backend.CheckedChain;
import tutti.chain.backend.FailoverChain;
import tutti.chain.bitcoind.BitcoindNode;
import tutti.chain.bitcoind.Credentials;
import tutti.chain.chronik.ChronikServer;
import tutti.chain.chronik.Dialect;
import tutti.chain.esplora.EsploraServer;
import tutti.chain.http.Endpoint;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Opens clients. */
public final class Chains {
  private Chains() {}

  /**
   * A client of one chain by several servers, the preferred one first.
   *
   * @param password of a node's user; asked for only if an address names a user
   * @throws Refusal {@code MALFORMED} if the servers cannot be of one chain, or credentials are
   *     missing
   */
  public static ChainClient open(
      List<ChainAddress> addresses, ChainSettings settings, Supplier<@Nullable String> password) {
    if (addresses.isEmpty()) {
      throw malformed("no chain is given");
    }
    if (addresses.stream().map(Chains::format).distinct().count() > 1) {
      throw malformed("these servers are of different chains");
    }
    return new FailoverChain(
        addresses.stream()
            .map(
                address ->
                    new FailoverChain.Named(
                        address.name(),
                        new CheckedChain(backend(address, settings, password), format(address))))
            .toList(),
        settings);
  }

  private static TransactionFormat format(ChainAddress address) {
    return address.kind() == ChainAddress.Kind.CHRONIK_LOTUS
        ? TransactionFormat.LOTUS
        : TransactionFormat.BITCOIN;
  }

  private static Backend backend(
      ChainAddress address, ChainSettings settings, Supplier<@Nullable String> password) {
    Endpoint endpoint = new Endpoint(address.base(), settings);
    return switch (address.kind()) {
      case ESPLORA -> new EsploraServer(endpoint);
      case CHRONIK -> new ChronikServer(endpoint, Dialect.IN_NODE);
      case CHRONIK_LOTUS -> new ChronikServer(endpoint, Dialect.LOTUS);
      case BITCOIND -> new BitcoindNode(endpoint, credentials(address, password));
    };
  }

  private static Credentials credentials(
      ChainAddress address, Supplier<@Nullable String> password) {
    if (address.cookie() != null) {
      return Credentials.cookie(address.cookie());
    }
    String secret = address.user() == null ? null : password.get();
    if (address.user() == null || secret == null) {
      throw malformed("bitcoind wants ?cookie=FILE, or ?user=NAME and its password");
    }
    return Credentials.user(address.user(), secret);
  }

  private static Refusal malformed(String message) {
    return Refusal.ofField(ErrorCode.MALFORMED, "chain", message);
  }
}
