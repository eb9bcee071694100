package tutti.transactions.descriptor;

import java.util.List;
import tutti.musig2.Network;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.psbt.KeyOrigin;

/** What stands for a key in a descriptor. */
interface KeyExpression {
  /** The key as Taproot uses it. */
  XOnlyPublicKey key(Position position);

  boolean isRanged();

  /** How many branches there are; 1 if it does not branch. */
  int branches();

  /** Whether nothing says that it is for another network. */
  boolean isOf(Network network);

  /** It, and the keys that it is made of, each with where it comes from. */
  List<Source> sources(Position position);

  /** A key and where it comes from. */
  record Source(XOnlyPublicKey key, KeyOrigin origin) {}

  /** The groups whose keys are in it. */
  default List<MusigKey> groups() {
    return List.of();
  }
}
