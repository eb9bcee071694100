package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SecretNonceTest {
  private final Engine engine;
  private final SecretKey alice = TestSession.secretKey(new Random(1));
  private final SecretKey bob = TestSession.secretKey(new Random(2));

  SecretNonceTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @Test
  void signsOnce() {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));
    SigningSession session = sessionOf(alice, pair);
    PartialSignature partial = engine.sign(pair.secretNonce(), alice, session);

    assertThat(engine.verifyPartial(session, partial, pair.publicNonce(), 0)).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), alice, session))
        .withMessage("secret nonce was already used");
  }

  @Test
  void signsOnceHoweverManyTry() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));
        SigningSession session = sessionOf(alice, pair);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          attempts.add(
              executor.submit(
                  () -> {
                    start.await();
                    return signs(pair.secretNonce(), session);
                  }));
        }
        start.countDown();

        int signed = 0;
        for (Future<Boolean> attempt : attempts) {
          signed += attempt.get() ? 1 : 0;
        }
        assertThat(signed).isEqualTo(1);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void isUsedUpByAnAttemptWithAnotherKey() {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));
    SigningSession session = sessionOf(alice, pair);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), bob, session))
        .withMessageContaining("another key");
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), alice, session));
  }

  @Test
  void isUsedUpByAnAttemptInAForeignSession() {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));
    SigningSession session = sessionOf(bob, pair);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), alice, session))
        .withMessageContaining("not among");
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.sign(pair.secretNonce(), alice, session));
  }

  @Test
  void refusesScalarsThatAreNoNonces() {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));
    byte[] secondIsZero = new byte[SecretNonce.SIZE];
    secondIsZero[0] = 1;
    SecretNonce nonce = new SecretNonce(secondIsZero, alice.publicKey());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.sign(nonce, alice, sessionOf(alice, pair)))
        .withMessageContaining("second");
  }

  @Test
  void wipesItsBytesWhenUsed() {
    byte[] scalars = filled();
    SecretNonce nonce = new SecretNonce(scalars, alice.publicKey());

    Byte seen = nonce.consume(bytes -> bytes[0]);

    assertThat(seen).isEqualTo((byte) 7);
    assertThat(scalars).containsOnly(0);
  }

  @Test
  void wipesItsBytesWhenSigningFails() {
    byte[] scalars = filled();
    SecretNonce nonce = new SecretNonce(scalars, alice.publicKey());

    assertThatThrownBy(
            () ->
                nonce.consume(
                    bytes -> {
                      throw new ArithmeticException();
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(scalars).containsOnly(0);
  }

  @Test
  void wipesItsBytesWhenClosed() {
    byte[] scalars = filled();
    SecretNonce nonce = new SecretNonce(scalars, alice.publicKey());

    nonce.close();
    nonce.close();

    assertThat(scalars).containsOnly(0);
    assertThatIllegalStateException().isThrownBy(() -> nonce.consume(bytes -> bytes[0]));
  }

  @Test
  void cannotBeSerialized() throws Exception {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));

    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(pair.secretNonce()))
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void tellsNothing() {
    NoncePair pair = engine.generateNonce(NonceRequest.of(alice.publicKey()));

    assertThat(pair.secretNonce()).hasToString("<secret nonce>");
    assertThat(pair.toString()).contains("<secret nonce>");
    assertThat(publicMethodsOf(SecretNonce.class))
        .containsExactlyInAnyOrder("close", "publicKey", "toString");
  }

  /** What a class lets everyone call. */
  static List<String> publicMethodsOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .toList();
  }

  private boolean signs(SecretNonce nonce, SigningSession session) {
    try {
      engine.sign(nonce, alice, session);
      return true;
    } catch (IllegalStateException used) {
      return false;
    }
  }

  private SigningSession sessionOf(SecretKey key, NoncePair pair) {
    return engine.startSession(
        engine.aggregateKeys(List.of(key.publicKey()), List.of()),
        engine.aggregateNonces(List.of(pair.publicNonce())),
        TaggedHash.sha256());
  }

  private static byte[] filled() {
    byte[] scalars = new byte[SecretNonce.SIZE];
    Arrays.fill(scalars, (byte) 7);
    return scalars;
  }
}
