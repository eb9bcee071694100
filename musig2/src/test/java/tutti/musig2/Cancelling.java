package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import tutti.musig2.internal.ScalarField;

/** What only a signer who is alone can do to an aggregate key. */
final class Cancelling {
  private Cancelling() {}

  /** The tweak that turns the aggregate of this one key into the infinity. */
  static Tweak tweak(SecretKey key, KeyAggContext keys) {
    MessageDigest digest = TaggedHash.start("KeyAgg coefficient");
    TaggedHash.of("KeyAgg list", keys.keys().get(0).bytes()).update(digest);
    keys.keys().get(0).bytes().update(digest);
    BigInteger a = ScalarField.reduce(digest.digest());
    BigInteger d = key.use(ScalarField::decode);
    BigInteger t = ScalarField.negate(ScalarField.multiply(a, d));
    return Tweak.plain(Bytes.of(ScalarField.encode(t)));
  }
}
