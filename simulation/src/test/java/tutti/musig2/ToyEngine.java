package tutti.musig2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * MuSig2 in the integers modulo {@code 2^61 - 1}, added instead of points: all its equations hold,
 * and what is wrong does not satisfy them, at a thousandth of the time. Worthless as cryptography,
 * as everybody's secret key is its public key; so cheaters here cheat as the simulation tells them.
 */
public final class ToyEngine implements Engine {
  private static final long ORDER = (1L << 61) - 1;
  private static final int NUMBER = Long.BYTES;

  private final LongSupplier random;

  /** With the source of its nonces. */
  public ToyEngine(LongSupplier random) {
    this.random = random;
  }

  private record Keys(List<Long> numbers, List<Long> coefficients, long sum, long tweak) {}

  private record Values(long nonceCoefficient, long nonce, long challenge) {}

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public boolean isValid(PublicKey key) {
    return isPoint(key.bytes(), 0);
  }

  @Override
  public boolean isValid(PublicNonce nonce) {
    return isPoint(nonce.bytes(), 0) && isPoint(nonce.bytes(), PublicKey.SIZE);
  }

  @Override
  public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    long list = 1;
    for (PublicKey key : keys) {
      list = hash(list, key.bytes());
    }
    List<Long> numbers = new ArrayList<>();
    List<Long> coefficients = new ArrayList<>();
    long sum = 0;
    for (PublicKey key : keys) {
      long number = number(key.bytes());
      long coefficient = scalar(hash(list, key.bytes()));
      numbers.add(number);
      coefficients.add(coefficient);
      sum = add(sum, multiply(coefficient, number));
    }
    long tweak = 0;
    for (Tweak one : tweaks) {
      tweak = add(tweak, number(one.bytes()));
    }
    long aggregate = add(sum, tweak);
    return new KeyAggContext(
        suite,
        keys,
        tweaks,
        new PublicKey(point(aggregate)),
        new Keys(numbers, coefficients, aggregate, tweak));
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    long first = 0;
    long second = 0;
    for (int i = 0; i < nonces.size(); i++) {
      if (!isValid(nonces.get(i))) {
        throw new InvalidContributionException(i, Contribution.PUBNONCE);
      }
      first = add(first, first(nonces.get(i).bytes()));
      second = add(second, second(nonces.get(i).bytes()));
    }
    return new AggregateNonce(Bytes.concat(point(first), point(second)));
  }

  @Override
  public SigningSession startSession(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    long key = keys(keys).sum;
    Bytes nonces = aggregateNonce.bytes();
    long weight = scalar(hash(hash(key, nonces), message));
    long nonce = add(first(nonces), multiply(weight, second(nonces)));
    Values values = new Values(weight, nonce, challenge(nonce, key, message));
    return new SigningSession(keys, aggregateNonce, message, values);
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    Values values = (Values) session.engineState();
    long own = add(first(nonce.bytes()), multiply(values.nonceCoefficient, second(nonce.bytes())));
    long right = add(own, keyShare(session, signerIndex));
    return isNumber(partial.bytes()) && number(partial.bytes()) == right;
  }

  @Override
  public Signature aggregatePartials(SigningSession session, List<PartialSignature> partials) {
    session.requireOnePerKey(partials, "partial signatures");
    long sum = 0;
    for (int i = 0; i < partials.size(); i++) {
      if (!isNumber(partials.get(i).bytes())) {
        throw new InvalidContributionException(i, Contribution.PARTIAL_SIGNATURE);
      }
      sum = add(sum, number(partials.get(i).bytes()));
    }
    return signature(((Values) session.engineState()).nonce, sum);
  }

  @Override
  public List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces) {
    return IntStream.range(0, partials.size())
        .filter(signer -> !verifyPartial(session, partials.get(signer), nonces.get(signer), signer))
        .boxed()
        .toList();
  }

  @Override
  public boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature) {
    return verifySchnorr(key.xOnly(), message, signature);
  }

  @Override
  public boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature) {
    long nonce = number(signature.bytes().slice(0, 32));
    long public_ = number(key.bytes());
    return number(signature.bytes())
        == add(nonce, multiply(challenge(nonce, public_, message), public_));
  }

  @Override
  public NoncePair generateNonce(NonceRequest request) {
    long first = scalar(random.getAsLong());
    long second = scalar(random.getAsLong());
    byte[] secret = new byte[SecretNonce.SIZE];
    write(first, secret, NUMBER);
    write(second, secret, 2 * NUMBER);
    return new NoncePair(
        new SecretNonce(secret, request.publicKey()),
        new PublicNonce(Bytes.concat(point(first), point(second))));
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    Values values = (Values) session.engineState();
    int signer = session.keyAggContext().indexOf(key.publicKey());
    if (signer < 0 || !nonce.publicKey().equals(key.publicKey())) {
      throw new IllegalArgumentException("the key is not the session's, or not the nonce's");
    }
    long own =
        nonce.consume(
            secret ->
                add(
                    read(secret, NUMBER),
                    multiply(values.nonceCoefficient, read(secret, 2 * NUMBER))));
    return new PartialSignature(number(add(own, keyShare(session, signer))));
  }

  @Override
  public DeterministicSignature deterministicSign(
      SecretKey key, AggregateNonce otherNonces, KeyAggContext keys, Bytes message) {
    throw new UnsupportedOperationException("nobody asks for it here");
  }

  @Override
  public Signature signSchnorr(SecretKey key, Bytes message) {
    long nonce = scalar(random.getAsLong());
    long secret = number(key.publicKey().bytes());
    return signature(nonce, add(nonce, multiply(challenge(nonce, secret, message), secret)));
  }

  /** What a signer adds to its nonces: {@code e * a * x}, the first one the tweaks besides. */
  private static long keyShare(SigningSession session, int signer) {
    Keys keys = keys(session.keyAggContext());
    long share = multiply(keys.coefficients.get(signer), keys.numbers.get(signer));
    long tweaked = signer == 0 ? add(share, keys.tweak) : share;
    return multiply(((Values) session.engineState()).challenge, tweaked);
  }

  private static Keys keys(KeyAggContext context) {
    return (Keys) context.engineState();
  }

  private static long challenge(long nonce, long key, Bytes message) {
    return scalar(hash(nonce ^ Long.rotateLeft(key, 17), message));
  }

  private static Signature signature(long nonce, long sum) {
    return new Signature(Bytes.concat(number(nonce), number(sum)));
  }

  /** 33 bytes that look like a compressed point. */
  private static Bytes point(long number) {
    byte[] bytes = new byte[PublicKey.SIZE];
    bytes[0] = 2;
    write(number, bytes, PublicKey.SIZE);
    return Bytes.wrap(bytes);
  }

  private static Bytes number(long number) {
    byte[] bytes = new byte[32];
    write(number, bytes, bytes.length);
    return Bytes.wrap(bytes);
  }

  /** The number that is meant by the last bytes, whatever is before them. */
  private static long number(Bytes bytes) {
    return read(bytes, bytes.length());
  }

  private static long first(Bytes nonces) {
    return read(nonces, PublicKey.SIZE);
  }

  private static long second(Bytes nonces) {
    return read(nonces, 2 * PublicKey.SIZE);
  }

  private static boolean isPoint(Bytes bytes, int at) {
    return bytes.at(at) == 2 || bytes.at(at) == 3;
  }

  private static boolean isNumber(Bytes bytes) {
    for (int i = 0; i < bytes.length() - NUMBER; i++) {
      if (bytes.at(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void write(long number, byte[] bytes, int end) {
    for (int i = 0; i < NUMBER; i++) {
      bytes[end - 1 - i] = (byte) (number >>> (8 * i));
    }
  }

  private static long read(byte[] bytes, int end) {
    long number = 0;
    for (int i = end - NUMBER; i < end; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  private static long read(Bytes bytes, int end) {
    long number = 0;
    for (int i = end - NUMBER; i < end; i++) {
      number = (number << 8) | (bytes.at(i) & 0xff);
    }
    return scalar(number);
  }

  private static long scalar(long bits) {
    return Long.remainderUnsigned(bits, ORDER);
  }

  private static long add(long a, long b) {
    long sum = a + b;
    return sum >= ORDER ? sum - ORDER : sum;
  }

  private static long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    long folded = (low & ORDER) + ((high << 3) | (low >>> 61));
    return folded >= ORDER ? folded - ORDER : folded;
  }

  private static long hash(long seed, Bytes bytes) {
    long hash = seed ^ 0x9e3779b97f4a7c15L;
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ bytes.at(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
