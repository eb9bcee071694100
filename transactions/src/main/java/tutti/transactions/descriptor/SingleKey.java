package tutti.transactions.descriptor;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.KeyOrigin;

/**
 * A key, or an extended key with a path.
 *
 * @param origin of the key that the path begins at; null if nothing is said of it
 * @param derivation gives the key at a path
 */
record SingleKey(
    @Nullable KeyOrigin origin,
    Function<List<Long>, PublicKey> derivation,
    DerivationPath path,
    Kind kind)
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

  /** Where nothing is said of it, the key is taken for one that comes from nowhere. */
  @Override
  public List<Source> sources(Position position) {
    KeyOrigin first =
        origin == null
            ? new KeyOrigin(Fingerprint.of(derivation.apply(List.of())), List.of())
            : origin;
    return List.of(new Source(key(position), first.with(path.at(position))));
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
