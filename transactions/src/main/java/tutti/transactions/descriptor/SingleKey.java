package tutti.transactions.descriptor;

import java.util.List;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.musig2.XOnlyPublicKey;

/**
 * A key, or an extended key with a path.
 *
 * @param derivation gives the key at a path
 * @param isExtended whether there are keys below it
 * @param isXOnly whether only half of the key was given
 */
record SingleKey(
    Function<List<Long>, PublicKey> derivation,
    DerivationPath path,
    boolean isExtended,
    boolean isXOnly)
    implements KeyExpression {

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
}
