package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What comes out of an engine whose arithmetic has a fault. */
class FaultyEngineTest {
  private static final SeededEngine RIGHT = (SeededEngine) Engines.bouncyCastle();
  private static final int WITH_RANDOMNESS = 5;

  private final SecretKey last = SecretKey.generate();
  private final SecretKey other = SecretKey.generate();
  private final KeyAggContext keys =
      RIGHT.aggregateKeys(List.of(last.publicKey(), other.publicKey()), List.of());
  private final Bytes message = Bytes.of(new byte[32]);
  private final AggregateNonce others =
      RIGHT.aggregateNonces(
          List.of(
              RIGHT.generateNonce(NonceRequest.of(other, keys, message)).publicNonce(),
              RIGHT.generateNonce(NonceRequest.of(other, keys, message)).publicNonce()));

  @Test
  void letsNoWrongDeterministicSignatureOut() {
    Engine faulty = engine(FaultyEngineTest::spoiled);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> faulty.deterministicSign(last, others, keys, message))
        .withMessageContaining("came out wrong");
  }

  @Test
  void letsARightOneOut() {
    Engine sound = engine(made -> made);

    assertThat(sound.deterministicSign(last, others, keys, message)).isNotNull();
  }

  private static DeterministicSignature spoiled(DeterministicSignature made) {
    byte[] bytes = made.partialSignature().bytes().toArray();
    bytes[bytes.length - 1] ^= 1;
    return new DeterministicSignature(made.publicNonce(), new PartialSignature(Bytes.of(bytes)));
  }

  /** An engine that does one thing otherwise. */
  private static SeededEngine engine(UnaryOperator<DeterministicSignature> otherwise) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
          }
          try {
            Object result = method.invoke(RIGHT, args);
            return method.getName().equals("deterministicSign") && args.length == WITH_RANDOMNESS
                ? otherwise.apply((DeterministicSignature) result)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (SeededEngine)
        Proxy.newProxyInstance(
            SeededEngine.class.getClassLoader(), new Class<?>[] {SeededEngine.class}, handler);
  }
}
