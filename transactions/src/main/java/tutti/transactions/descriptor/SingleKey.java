package tutti.transactions.descriptor;

import java.util.List;
import java.util.function.Function;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.XOnlyPublicKey;

/**
 * A key, or an extended key with a path.
 *
 * @param derivation gives the key at a path
 */
record SingleKey(Function<List<Long>, PublicKey> derivation, DerivationPath path, Kind kind)
    implements KeyExpression {
  /** How the key was written. */
  enum Kind {
    COMPRESSED,
    X_ONLY,
    EXTENDED,
    EXTENDED_TESTNET
  }

  boolean isExtended() {
    return kind == Kind.EXTENDED || kind == Kind.EXTENDED_TESTNET;
  }

  boolean isXOnly() {
    return kind == Kind.X_ONLY;
  }

  PublicKey publicKey(Position position) {
    return derivation.apply(path.at(position));
  }

  @Override
  public XOnlyPublicKey key(Position position) {
    return publicKey(position).xOnly();
  }

  @Override
  public boolean isRanged() {
    return path.isRanged();
  }

  @Override
  public int branches() {
    return path.branches();
  }

  @Override
  public boolean isOf(Network network) {
    Kind other = network == Network.MAINNET ? Kind.EXTENDED_TESTNET : Kind.EXTENDED;
    return kind != other;
  }
}
