package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.internal.Libsecp256k1;

class EnginesTest {
  private static final SeededEngine PORTABLE = (SeededEngine) Engines.bouncyCastle();

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void theNativeEngineIsTheDefaultOnLinux() {
    EngineSelection selection = Engines.select(EngineChoice.AUTO);

    assertThat(selection.engine().name()).isEqualTo("libsecp256k1");
    assertThat(selection.reason()).isEqualTo("it loads here and passed its self-test");
    assertThat(Engines.select(EngineChoice.LIBSECP256K1).engine()).isSameAs(selection.engine());
  }

  @Test
  void thePortableEngineIsOneForAllAndNeedsNoLibrary() {
    EngineSelection selection =
        Engines.select(EngineChoice.BOUNCYCASTLE, loading(EnginesTest::mustNotBeLoaded));

    assertThat(selection.engine()).isSameAs(PORTABLE);
    assertThat(selection.engine().name()).isEqualTo("bouncycastle");
  }

  @Test
  void bouncyCastleStandsInForALibraryThatDoesNotLoad() {
    EngineSelection selection =
        Engines.select(
            EngineChoice.AUTO,
            loading(
                () -> {
                  throw new ExceptionInInitializerError(
                      new RuntimeException(new UnsatisfiedLinkError("failed to map segment")));
                }));

    assertThat(selection.engine()).isSameAs(PORTABLE);
    assertThat(selection.reason())
        .isEqualTo(
            "libsecp256k1 does not work here:"
                + " java.lang.UnsatisfiedLinkError: failed to map segment");
  }

  @Test
  void bouncyCastleStandsInForALibraryThatIsNotThere() {
    EngineSelection selection =
        Engines.select(
            EngineChoice.AUTO,
            loading(
                () -> {
                  throw new NoClassDefFoundError("fr/acinq/secp256k1/Secp256k1");
                }));

    assertThat(selection.engine()).isSameAs(PORTABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pubkeyCreate",
        "privKeyTweakMul",
        "privKeyTweakAdd",
        "privKeyNegate",
        "musigPubkeyAgg",
        "musigPubkeyTweakAdd",
        "musigPubkeyXonlyTweakAdd",
        "musigNonceAgg",
        "musigPartialSigAgg"
      })
  void bouncyCastleStandsInForALibraryThatComputesSomethingElse(String method) {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
    WatchedBinding liar = new WatchedBinding((called, result) -> flipIf(method, called, result));

    EngineSelection selection = Engines.select(EngineChoice.AUTO, loading(liar::library));

    assertThat(selection.engine()).isSameAs(PORTABLE);
    assertThat(selection.reason()).contains("self-test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verifySchnorr", "musigPartialSigVerify"})
  void bouncyCastleStandsInForALibraryThatAcceptsEverything(String method) {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
    WatchedBinding liar =
        new WatchedBinding((called, result) -> called.equals(method) ? yes(result) : result);

    EngineSelection selection = Engines.select(EngineChoice.AUTO, loading(liar::library));

    assertThat(selection.engine()).isSameAs(PORTABLE);
    assertThat(selection.reason()).contains("self-test");
  }

  @Test
  void nothingStandsInForALibraryThatWasAskedFor() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(
            () ->
                Engines.select(
                    EngineChoice.LIBSECP256K1,
                    loading(
                        () -> {
                          throw new UnsatisfiedLinkError("noexec");
                        })))
        .withMessage("libsecp256k1 does not work here: java.lang.UnsatisfiedLinkError: noexec")
        .withCauseInstanceOf(UnsatisfiedLinkError.class);
  }

  @ParameterizedTest
  @EnumSource
  void choicesAreWrittenAsTheirEnginesAreNamed(EngineChoice choice) {
    assertThat(choice).hasToString(choice.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void theSelfTestPassesWhatComputesRight() {
    EngineSelfTest.check(PORTABLE);
  }

  @Test
  void theSelfTestNamesWhatIsWrong() {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
    WatchedBinding liar =
        new WatchedBinding((called, result) -> flipIf("musigNonceAgg", called, result));

    assertThatIllegalStateException()
        .isThrownBy(() -> EngineSelfTest.check(liar.engine()))
        .withMessage("the self-test failed: aggregate nonce");
  }

  private static Supplier<Engine> loading(Supplier<Libsecp256k1> library) {
    return () -> LibsecpLoading.load(library, PORTABLE).engine();
  }

  private static Libsecp256k1 mustNotBeLoaded() {
    throw new AssertionError("was loaded");
  }

  private static Object flipIf(String method, String called, Object result) {
    if (called.equals(method) && result instanceof byte[] bytes) {
      bytes[bytes.length - 1] ^= 1;
    }
    return result;
  }

  private static Object yes(Object verdict) {
    return verdict instanceof Boolean ? true : 1;
  }
}
