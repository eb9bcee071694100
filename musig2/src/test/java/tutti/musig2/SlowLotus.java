package tutti.musig2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The formulas of Lotus over schoolbook points, which share nothing with the engine but the hash.
 */
final class SlowLotus {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(256).subtract(BigInteger.valueOf((1L << 32) + 977));
  private static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final Point G =
      point(
          PublicKey.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));
  private static final Point INFINITY = new Point(BigInteger.ZERO, BigInteger.ZERO);

  /** Affine; the infinity is written as a point that is not on the curve. */
  record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      if (equals(INFINITY) || other.equals(INFINITY)) {
        return equals(INFINITY) ? other : this;
      }
      if (x.equals(other.x) && !y.equals(other.y)) {
        return INFINITY;
      }
      BigInteger slope =
          equals(other)
              ? x.pow(2).multiply(BigInteger.valueOf(3)).multiply(y.shiftLeft(1).modInverse(P))
              : other.y.subtract(y).multiply(other.x.subtract(x).mod(P).modInverse(P));
      BigInteger sumX = slope.pow(2).subtract(x).subtract(other.x).mod(P);
      return new Point(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(P));
    }

    Point times(BigInteger factor) {
      Point sum = INFINITY;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        Point twice = sum.plus(sum);
        sum = factor.testBit(bit) ? twice.plus(this) : twice;
      }
      return sum;
    }

    /** Euler's criterion. */
    boolean hasSquareY() {
      return y.modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
    }

    PublicKey encode() {
      Bytes parity = Bytes.of(new byte[] {(byte) (y.testBit(0) ? 3 : 2)});
      return new PublicKey(Bytes.concat(parity, bytes(x)));
    }
  }

  private SlowLotus() {}

  static boolean verify(PublicKey key, Bytes message, Signature signature) {
    Bytes r = signature.bytes().slice(0, 32);
    BigInteger s = number(signature.bytes().slice(32, 64));
    if (number(r).compareTo(P) >= 0 || s.compareTo(N) >= 0) {
      return false;
    }
    Point nonce = G.times(s).plus(point(key).times(N.subtract(challenge(r, key, message))));
    return !nonce.equals(INFINITY) && nonce.hasSquareY() && nonce.x.equals(number(r));
  }

  /** The key of a secret number. */
  static PublicKey publicKey(Bytes secret) {
    return G.times(number(secret)).encode();
  }

  /** As the hash is, which may be above the order. */
  static Bytes coefficient(List<PublicKey> keys, PublicKey key) {
    Bytes list =
        TaggedHash.of("KeyAgg list", keys.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
    return TaggedHash.of("KeyAgg coefficient", list, key.bytes());
  }

  static PublicKey aggregate(List<PublicKey> keys) {
    Point sum = INFINITY;
    for (PublicKey key : keys) {
      sum = sum.plus(point(key).times(number(coefficient(keys, key))));
    }
    return sum.encode();
  }

  static PublicKey tweaked(PublicKey key, Tweak tweak) {
    return point(key).plus(G.times(number(tweak.bytes()))).encode();
  }

  /** The j-th secret nonce, 1 or 2, as the other implementation derives it. */
  static Bytes nonce(Bytes secret, PublicKey aggregate, Bytes message, Bytes extra, int j) {
    Bytes seed = TaggedHash.of("MuSig/aux", secret, aggregate.bytes(), message, extra);
    Bytes hash = TaggedHash.of("MuSig/nonce", seed, Bytes.of(new byte[] {(byte) j}));
    return bytes(number(hash).mod(N));
  }

  /** A signature of one key, with the nonce of RFC 6979. */
  static Signature signAlone(Bytes secret, Bytes message) {
    BigInteger k = number(derivedNonce(secret, message));
    Point nonce = G.times(k);
    BigInteger squareK = nonce.hasSquareY() ? k : N.subtract(k);
    BigInteger e = challenge(bytes(nonce.x), publicKey(secret), message);
    BigInteger s = e.multiply(number(secret)).add(squareK).mod(N);
    return new Signature(Bytes.concat(bytes(nonce.x), bytes(s)));
  }

  /** The first candidate of RFC 6979 section 3.2; that it is out of range nobody lives to see. */
  private static Bytes derivedNonce(Bytes secret, Bytes message) {
    Bytes algorithm = Bytes.of("Schnorr+SHA256  ".getBytes(US_ASCII));
    Bytes v = Bytes.fromHex("01".repeat(32));
    Bytes key = Bytes.fromHex("00".repeat(32));
    for (String separator : List.of("00", "01")) {
      key = hmac(key, Bytes.concat(v, Bytes.fromHex(separator), secret, message, algorithm));
      v = hmac(key, v);
    }
    return hmac(key, v);
  }

  private static Bytes hmac(Bytes key, Bytes data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
      return Bytes.of(mac.doFinal(data.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigInteger challenge(Bytes r, PublicKey key, Bytes message) {
    return number(TaggedHash.sha256(r, key.bytes(), message)).mod(N);
  }

  private static Point point(PublicKey key) {
    BigInteger x = number(key.bytes().slice(1, PublicKey.SIZE));
    BigInteger square = x.pow(3).add(BigInteger.valueOf(7)).mod(P);
    BigInteger root = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    boolean odd = key.bytes().at(0) == 3;
    return new Point(x, root.testBit(0) == odd ? root : P.subtract(root));
  }

  private static BigInteger number(Bytes bytes) {
    return new BigInteger(1, bytes.toArray());
  }

  private static Bytes bytes(BigInteger number) {
    return Bytes.fromHex("%064x".formatted(number));
  }
}
