package tutti.musig2;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.math.ec.ECPoint;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** The two points of a public or aggregate nonce. */
record NoncePoints(ECPoint first, ECPoint second) {
  /** Empty if a half is not a point of the curve. */
  static Optional<NoncePoints> decode(PublicNonce nonce) {
    return decode(nonce.bytes(), Secp256k1::decode);
  }

  /** As {@link #decode(PublicNonce)}, but 33 zero bytes are the infinity. */
  static Optional<NoncePoints> decodeAggregate(AggregateNonce nonce) {
    return decode(nonce.bytes(), Secp256k1::decodeOrInfinity);
  }

  /** An aggregate without one of the signers' nonces, which a sum of valid ones may not cancel. */
  static Optional<NoncePoints> decodeFinite(AggregateNonce nonce) {
    return decode(nonce.bytes(), Secp256k1::decode);
  }

  private static Optional<NoncePoints> decode(
      Bytes bytes, Function<byte[], Optional<ECPoint>> point) {
    int half = Secp256k1.POINT_SIZE;
    Optional<ECPoint> first = point.apply(bytes.slice(0, half).toArray());
    Optional<ECPoint> second =
        first.flatMap(valid -> point.apply(bytes.slice(half, bytes.length()).toArray()));
    return first.flatMap(one -> second.map(two -> new NoncePoints(one, two)));
  }

  /** The public half of a secret nonce, 64 bytes. */
  static PublicNonce ofSecret(byte[] scalars) {
    return new PublicNonce(
        new NoncePoints(secretMultiple(scalars, 0), secretMultiple(scalars, 1)).encode());
  }

  private static ECPoint secretMultiple(byte[] scalars, int index) {
    int offset = index * ScalarField.SIZE;
    byte[] scalar = Arrays.copyOfRange(scalars, offset, offset + ScalarField.SIZE);
    ECPoint point = Secp256k1.secretMultiple(ScalarField.decode(scalar));
    Arrays.fill(scalar, (byte) 0);
    return point;
  }

  /** NonceAgg of BIP327. */
  static NoncePoints sum(List<PublicNonce> nonces) {
    NoncePoints sum = new NoncePoints(Secp256k1.INFINITY, Secp256k1.INFINITY);
    for (int i = 0; i < nonces.size(); i++) {
      int signer = i;
      sum =
          sum.plus(
              decode(nonces.get(i))
                  .orElseThrow(
                      () -> new InvalidContributionException(signer, Contribution.PUBNONCE)));
    }
    return sum;
  }

  NoncePoints plus(NoncePoints other) {
    return new NoncePoints(first.add(other.first), second.add(other.second));
  }

  /** The 66 bytes, with 33 zero bytes for an infinity. */
  Bytes encode() {
    ECPoint[] points = {first, second};
    Secp256k1.normalizeAll(points);
    return Bytes.concat(
        Bytes.wrap(Secp256k1.encode(points[0])), Bytes.wrap(Secp256k1.encode(points[1])));
  }
}
