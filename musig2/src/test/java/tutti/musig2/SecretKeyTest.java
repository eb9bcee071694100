package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.internal.ScalarField;

class SecretKeyTest {
  private static final String ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

  private final Engine engine = Engines.bouncyCastle();

  @Test
  void hasThePublicKeyOfItsScalar() {
    SecretKey one = SecretKey.of(ScalarField.encode(BigInteger.ONE));
    SecretKey largest =
        SecretKey.of(ScalarField.encode(ScalarField.ORDER.subtract(BigInteger.ONE)));

    String generatorX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    assertThat(one.publicKey().hex()).isEqualTo("02" + generatorX);
    assertThat(largest.publicKey().hex()).isEqualTo("03" + generatorX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        ORDER,
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesNumbersThatAreNoKeysWithoutRepeatingThem(String hex) {
    byte[] bytes = Bytes.fromHex(hex).toArray();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretKey.of(bytes))
        .withMessage("secret key: out of range");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesOtherSizes(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretKey.of(new byte[size]))
        .withMessage("secret key: 32 bytes expected, %d given", size);
  }

  @Test
  void keepsItsOwnCopy() {
    byte[] bytes = ScalarField.encode(BigInteger.TEN);
    SecretKey key = SecretKey.of(bytes);

    bytes[31] = 0;

    assertThat(key.<Byte>use(copy -> copy[31])).isEqualTo((byte) 10);
  }

  @Test
  void wipesTheCopyThatItHandsOut() {
    AtomicReference<byte[]> seen = new AtomicReference<>();
    SecretKey key = SecretKey.generate();

    key.<Boolean>use(
        copy -> {
          seen.set(copy);
          return true;
        });

    assertThat(seen.get()).containsOnly(0);
  }

  @Test
  void isWipedWhenClosed() throws Exception {
    SecretKey key = SecretKey.generate();
    Field scalar = SecretKey.class.getDeclaredField("scalar");
    scalar.setAccessible(true);

    key.close();
    key.close();

    assertThat((byte[]) scalar.get(key)).containsOnly(0);
    assertThat(key.publicKey().bytes().length()).isEqualTo(PublicKey.SIZE);
  }

  @Test
  void cannotBeUsedWhenClosed() {
    SecretKey key = SecretKey.generate();
    KeyAggContext keys = engine.aggregateKeys(List.of(key.publicKey()), List.of());
    NoncePair pair = engine.generateNonce(NonceRequest.of(key, keys, Bytes.EMPTY));
    AggregateNonce nonce = engine.aggregateNonces(List.of(pair.publicNonce()));
    SigningSession session = engine.startSession(keys, nonce, Bytes.EMPTY);

    key.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), key, session))
        .withMessage("secret key was closed");
    assertThatIllegalStateException().isThrownBy(() -> engine.signSchnorr(key, Bytes.EMPTY));
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.deterministicSign(key, nonce, keys, Bytes.EMPTY));
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.generateNonce(NonceRequest.of(key, keys, Bytes.EMPTY)));
  }

  @Test
  void cannotBeSerialized() throws Exception {
    SecretKey key = SecretKey.generate();

    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(key)).isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void tellsNothing() {
    SecretKey key = SecretKey.generate();

    assertThat(key).hasToString("<secret key>");
    assertThat(SecretNonceTest.publicMethodsOf(SecretKey.class))
        .containsExactlyInAnyOrder("generate", "of", "publicKey", "close", "toString");
  }

  @Test
  void isGeneratedAnew() {
    assertThat(SecretKey.generate().publicKey()).isNotEqualTo(SecretKey.generate().publicKey());
  }
}
