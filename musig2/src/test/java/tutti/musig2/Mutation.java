package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A change of honest contributions, and what both engines must make of it. */
record Mutation(String name, Contributions changed, Predicate<Verdict> expected) {
  private static final List<Engine> ENGINES =
      TestedEngine.available().stream().<Engine>map(TestedEngine::engine).toList();
  private static final int SHOWN = 3;

  /** No signature comes out, and one signer's bytes are refused before anything is verified. */
  static Predicate<Verdict> refused(Contribution what, int signer) {
    String name = Verdict.name(new InvalidContributionException(signer, what));
    return verdict ->
        verdict.refused().equals(name) && verdict.culprits().isEmpty() && !verdict.signed();
  }

  static Predicate<Verdict> refusedTweak(int index) {
    return verdict -> verdict.refused().equals("tweak " + index) && !verdict.signed();
  }

  /** Verifying finds the signer, and so does adding. */
  static Predicate<Verdict> outOfRange(int signer) {
    String name =
        Verdict.name(new InvalidContributionException(signer, Contribution.PARTIAL_SIGNATURE));
    return verdict ->
        verdict.refused().equals(name)
            && verdict.culprits().equals(List.of(signer))
            && !verdict.signed();
  }

  /** No signature comes out, and these signers' partial signatures do not verify. */
  static Predicate<Verdict> blamed(List<Integer> culprits) {
    return verdict ->
        verdict.refused().isEmpty() && verdict.culprits().equals(culprits) && !verdict.signed();
  }

  /** What each engine makes of it; one verdict if they agree. */
  static List<Verdict> verdicts(Contributions given) {
    return ENGINES.stream().map(engine -> Verdict.of(engine, given)).distinct().toList();
  }

  static void assertAll(Stream<Mutation> mutations) {
    assertThat(mutations.parallel().map(Mutation::flaw).flatMap(Optional::stream).limit(SHOWN))
        .isEmpty();
  }

  private Optional<String> flaw() {
    List<Verdict> verdicts = verdicts(changed);
    return verdicts.size() == 1 && expected.test(verdicts.get(0))
        ? Optional.empty()
        : Optional.of(name + ": " + verdicts);
  }
}
