package tutti.transactions.lotus;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import tutti.musig2.Bytes;

/**
 * What nodes of Lotus check of an input, from the serialized transaction alone, and written apart
 * from what is tested: on plain arrays and whole numbers. Knows the two ways to sign.
 */
public final class LotusNode {
  private static final BigInteger N = CustomNamedCurves.getByName("secp256k1").getN();
  private static final BigInteger P =
      CustomNamedCurves.getByName("secp256k1").getCurve().getField().getCharacteristic();

  private final int version;
  private final List<byte[]> outpoints = new ArrayList<>();
  private final List<byte[]> unlocking = new ArrayList<>();
  private final List<byte[]> sequences = new ArrayList<>();
  private final List<byte[]> outputs = new ArrayList<>();
  private final int lockTime;
  private final List<byte[]> spent;
  private final List<byte[]> scripts;

  /**
   * Reads a transaction.
   *
   * @param amounts and scripts: of the outputs that it spends
   */
  public LotusNode(Bytes transaction, List<Long> amounts, List<Bytes> scripts) {
    ByteBuffer in = ByteBuffer.wrap(transaction.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    version = in.getInt();
    for (int left = size(in); left > 0; left--) {
      outpoints.add(take(in, 36));
      unlocking.add(take(in, size(in)));
      sequences.add(take(in, 4));
    }
    for (int left = size(in); left > 0; left--) {
      int start = in.position();
      in.position(start + 8);
      take(in, size(in));
      outputs.add(Arrays.copyOfRange(in.array(), start, in.position()));
    }
    lockTime = in.getInt();
    this.scripts = scripts.stream().map(Bytes::toArray).toList();
    spent = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      spent.add(join(i64(amounts.get(i)), sized(this.scripts.get(i))));
    }
  }

  /** Whether the input is unlocked. */
  public boolean accepts(int input) {
    byte[] script = scripts.get(input);
    ByteBuffer in = ByteBuffer.wrap(unlocking.get(input));
    boolean taproot = script[0] == 0x62;
    if (in.remaining() != (taproot ? 66 : 100) || in.get() != 65) {
      return false;
    }
    byte[] signature = take(in, 65);
    if (taproot) {
      byte[] key = Arrays.copyOfRange(script, 3, 36);
      return signature[64] == 0x61 && isRight(key, taprootMessage(input), signature);
    }
    byte[] key = in.get() == 33 ? take(in, 33) : new byte[33];
    return signature[64] == 0x41
        && Arrays.equals(hash160(key), Arrays.copyOfRange(script, 3, 23))
        && isRight(key, bip143Message(input), signature);
  }

  private byte[] taprootMessage(int input) {
    byte[] own = join(new byte[1], outpoints.get(input), sequences.get(input), spent.get(input));
    long in = spent.stream().mapToLong(LotusNode::amount).sum();
    long out = outputs.stream().mapToLong(LotusNode::amount).sum();
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < outpoints.size(); i++) {
      inputs.add(join(outpoints.get(i), sequences.get(i)));
    }
    return twice(
        i32(0x61),
        twice(own),
        i32(input),
        root(spent),
        i64(in),
        i64(out),
        i32(version),
        root(inputs),
        new byte[] {layers(inputs.size())},
        root(outputs),
        new byte[] {layers(outputs.size())},
        i32(lockTime));
  }

  private byte[] bip143Message(int input) {
    byte[] amount = Arrays.copyOf(spent.get(input), 8);
    return twice(
        i32(version),
        twice(outpoints.toArray(byte[][]::new)),
        twice(sequences.toArray(byte[][]::new)),
        outpoints.get(input),
        sized(scripts.get(input)),
        amount,
        sequences.get(input),
        twice(outputs.toArray(byte[][]::new)),
        i32(lockTime),
        i32(0x41));
  }

  /** {@code s * G = R + e * P} for a nonce whose y is a square. */
  private static boolean isRight(byte[] key, byte[] message, byte[] signature) {
    byte[] r = Arrays.copyOf(signature, 32);
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    BigInteger e = new BigInteger(1, sha256(r, key, message)).mod(N);
    ECPoint point = CustomNamedCurves.getByName("secp256k1").getCurve().decodePoint(key);
    ECPoint g = CustomNamedCurves.getByName("secp256k1").getG();
    ECPoint nonce = g.multiply(s).subtract(point.multiply(e)).normalize();
    if (s.compareTo(N) >= 0 || nonce.isInfinity()) {
      return false;
    }
    BigInteger y = nonce.getAffineYCoord().toBigInteger();
    BigInteger half = P.subtract(BigInteger.ONE).shiftRight(1);
    return nonce.getAffineXCoord().toBigInteger().equals(new BigInteger(1, r))
        && y.modPow(half, P).equals(BigInteger.ONE);
  }

  private static byte[] root(List<byte[]> leaves) {
    return root(leaves.stream().map(LotusNode::twice).toArray(byte[][]::new));
  }

  private static byte[] root(byte[][] hashes) {
    if (hashes.length == 1) {
      return hashes[0];
    }
    byte[][] next = new byte[(hashes.length + 1) / 2][];
    for (int i = 0; i < next.length; i++) {
      byte[] second = 2 * i + 1 < hashes.length ? hashes[2 * i + 1] : new byte[32];
      next[i] = twice(hashes[2 * i], second);
    }
    return root(next);
  }

  private static byte layers(int leaves) {
    return (byte) (1 + Integer.SIZE - Integer.numberOfLeadingZeros(leaves - 1));
  }

  private static long amount(byte[] output) {
    return ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static int size(ByteBuffer in) {
    int first = in.get() & 0xff;
    return first < 0xfd ? first : in.getShort() & 0xffff;
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] taken = new byte[count];
    in.get(taken);
    return taken;
  }

  private static byte[] sized(byte[] bytes) {
    byte[] size = {(byte) bytes.length};
    if (bytes.length >= 0xfd) {
      size = new byte[] {(byte) 0xfd, (byte) bytes.length, (byte) (bytes.length >> 8)};
    }
    return join(size, bytes);
  }

  private static byte[] i32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] i64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(one -> one.length).sum());
    Arrays.stream(parts).forEach(joined::put);
    return joined.array();
  }

  private static byte[] twice(byte[]... parts) {
    return sha256(sha256(parts));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(join(parts));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hash160(byte[] key) {
    byte[] sha = sha256(key);
    RIPEMD160Digest digest = new RIPEMD160Digest();
    digest.update(sha, 0, sha.length);
    byte[] hash = new byte[20];
    digest.doFinal(hash, 0);
    return hash;
  }
}
