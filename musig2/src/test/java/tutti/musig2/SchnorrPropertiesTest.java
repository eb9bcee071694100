package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SchnorrPropertiesTest {
  private static final int TRIES = 100;

  private final Engine engine = Engines.bouncyCastle();

  @Property(tries = TRIES)
  void agreesWithAnotherImplementation(
      @ForAll @IntRange(max = 300) int messageLength, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] secret = TestSession.bytes(random, 32).toArray();
    Bytes message = TestSession.bytes(random, messageLength);
    SecretKey key = SecretKey.of(secret);
    XOnlyPublicKey publicKey = key.publicKey().xOnly();

    Signature ours = engine.signSchnorr(key, message);
    Signature theirs = IndependentSchnorr.sign(secret, message);

    assertThat(IndependentSchnorr.verify(publicKey, message, ours)).isTrue();
    assertThat(engine.verifySchnorr(publicKey, message, theirs)).isTrue();
  }

  @Property(tries = TRIES)
  void refusesAnyChangedBit(
      @ForAll @IntRange(max = 511) int bit, @ForAll Part part, @ForAll long seed) {
    Random random = new Random(seed);
    SecretKey key = TestSession.secretKey(random);
    Bytes publicKey = key.publicKey().xOnly().bytes();
    Bytes message = TestSession.bytes(random, 64);
    Bytes signature = engine.signSchnorr(key, message).bytes();

    boolean valid =
        switch (part) {
          case KEY -> verify(TestSession.flip(publicKey, bit % 256), message, signature);
          case MESSAGE -> verify(publicKey, TestSession.flip(message, bit), signature);
          case SIGNATURE -> verify(publicKey, message, TestSession.flip(signature, bit));
        };

    assertThat(valid).isFalse();
  }

  private boolean verify(Bytes key, Bytes message, Bytes signature) {
    return engine.verifySchnorr(new XOnlyPublicKey(key), message, new Signature(signature));
  }

  enum Part {
    KEY,
    MESSAGE,
    SIGNATURE
  }
}
