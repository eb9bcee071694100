package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of secrets in the arrays that went to the native library and came from it. */
class LibsecpSecretsTest {
  private final WatchedBinding binding = WatchedBinding.honest();
  private final SecretKey key = TestSession.secretKey(new Random(1));
  private SeededEngine engine;
  private SigningSession session;
  private NoncePair pair;

  @BeforeEach
  void startASession() {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
    engine = binding.engine();
    KeyAggContext keys = engine.aggregateKeys(List.of(key.publicKey()), List.of());
    pair = engine.generateNonce(NonceRequest.of(key, keys, TaggedHash.sha256()));
    session =
        engine.startSession(
            keys, engine.aggregateNonces(List.of(pair.publicNonce())), TaggedHash.sha256());
  }

  @Test
  void wipesNoncesAfterTheirMultiplication() {
    List<byte[]> scalars = secrets();

    assertThat(scalars).hasSize(2).allSatisfy(LibsecpSecretsTest::assertIsWiped);
  }

  @Test
  void wipesTheRandomnessOfANonce() {
    byte[] randomness = new byte[32];
    randomness[0] = 1;

    engine.generateNonce(NonceRequest.of(key.publicKey()), randomness);

    assertIsWiped(randomness);
  }

  @Test
  void wipesEverythingButThePartialSignature() {
    binding.calls.clear();

    PartialSignature partial = engine.sign(pair.secretNonce(), key, session);

    List<byte[]> left = new ArrayList<>(secrets());
    assertThat(left).hasSizeGreaterThan(6);
    left.removeIf(LibsecpSecretsTest::isWiped);
    assertThat(left).containsExactly(partial.bytes().toArray());
  }

  @Test
  void wipesEverythingButTheSchnorrSignature() {
    for (int seed = 0; seed < 8; seed++) { // keys and nonces with even and odd y
      binding.calls.clear();
      SecretKey signer = TestSession.secretKey(new Random(seed));

      Signature signature = engine.signSchnorr(signer, TaggedHash.sha256());

      List<byte[]> left = new ArrayList<>(secrets());
      left.removeIf(LibsecpSecretsTest::isWiped);
      assertThat(left).containsExactly(signature.bytes().slice(32, 64).toArray());
    }
  }

  @Test
  void wipesWhatAFailedAttemptHasTouched() {
    byte[] scalars = new byte[SecretNonce.SIZE];
    scalars[0] = 1;
    SecretNonce secondIsZero = new SecretNonce(scalars, key.publicKey());
    binding.calls.clear();

    assertThatThrownBy(() -> engine.sign(secondIsZero, key, session))
        .hasMessageContaining("second");

    assertIsWiped(scalars);
    assertThat(secrets()).isNotEmpty().allSatisfy(LibsecpSecretsTest::assertIsWiped);
  }

  @Test
  void neverHandsOutAnOpaqueSecretNonce() {
    engine.sign(pair.secretNonce(), key, session);

    assertThat(binding.calls)
        .noneMatch(
            call ->
                call.isAbout("musigNonceGen", "musigNonceGenCounter-R4QgNNg", "musigPartialSign"));
  }

  /** All arguments and results of the arithmetic, but for the factors, which are public. */
  private List<byte[]> secrets() {
    List<byte[]> secrets = new ArrayList<>();
    for (WatchedBinding.Call call : binding.calls) {
      if (call.isAbout("pubkeyCreate", "secKeyVerify", "privKeyTweakMul")) {
        secrets.add(call.arguments().get(0));
      }
      if (call.isAbout("privKeyTweakAdd", "privKeyNegate")) {
        secrets.addAll(call.arguments());
      }
      if (call.isAbout("privKeyTweakMul", "privKeyTweakAdd", "privKeyNegate")) {
        secrets.add((byte[]) call.result());
      }
    }
    return secrets;
  }

  private static boolean isWiped(byte[] array) {
    return Arrays.equals(array, new byte[array.length]);
  }

  private static void assertIsWiped(byte[] array) {
    assertThat(array).containsOnly(0);
  }
}
