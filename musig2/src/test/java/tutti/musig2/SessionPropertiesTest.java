package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every session, whatever its signers, tweaks, message and nonces are. */
class SessionPropertiesTest {
  private static final int TRIES = 60;

  private final Engine engine = Engines.bouncyCastle();

  @Property(tries = TRIES)
  void honestSignersMakeAValidSignature(
      @ForAll @IntRange(min = 1, max = 8) int signers,
      @ForAll @Size(max = 4) List<Boolean> tweakModes,
      @ForAll @IntRange(max = 100) int messageLength,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, tweakModes, messageLength, seed);
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  @Property(tries = TRIES)
  void aKeyMayBeAmongTheSignersMoreThanOnce(
      @ForAll @IntRange(min = 1, max = 3) int distinct,
      @ForAll @IntRange(min = 2, max = 6) int signers,
      @ForAll @Size(max = 2) List<Boolean> tweakModes,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<SecretKey> pool =
        IntStream.range(0, distinct).mapToObj(i -> TestSession.secretKey(random)).toList();
    List<SecretKey> keys = random.ints(signers, 0, distinct).mapToObj(pool::get).toList();
    TestSession signing = TestSession.of(keys, tweakModes, 32, random);
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  @Property(tries = TRIES)
  void noncesThatCancelOutInOneHalfStillSign(
      @ForAll @IntRange(min = 2, max = 5) int signers,
      @ForAll boolean firstHalf,
      @ForAll @Size(max = 2) List<Boolean> tweakModes,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, tweakModes, 32, seed);
    signing.cancelNonces(firstHalf, !firstHalf, new Random(seed));
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(signing.aggregateNonce().hex()).contains("00".repeat(33));
    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  /** Whoever brings that about is dishonest; BIP327 lets the session go on to find out who. */
  @Property(tries = TRIES)
  void noncesThatCancelOutInBothHalvesEndWithoutASignatureButWithoutAnError(
      @ForAll @IntRange(min = 2, max = 5) int signers, @ForAll long seed) {
    TestSession signing = TestSession.of(signers, List.of(), 32, seed);
    signing.cancelNonces(true, true, new Random(seed));
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(signing.aggregateNonce().hex()).isEqualTo("00".repeat(66));
    assertThat(isSigned(session, partials)).isFalse();
  }

  @Property(tries = TRIES)
  void aChangedPartialSignatureIsBlamedOnItsSigner(
      @ForAll @IntRange(min = 1, max = 5) int signers,
      @ForAll @IntRange(max = 255) int bit,
      @ForAll @Size(max = 2) List<Boolean> tweakModes,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, tweakModes, 32, seed);
    SigningSession session = signing.open();
    int cheater = cheater(seed, signers);
    List<PartialSignature> partials = new ArrayList<>(signing.signAll(session));

    Bytes changed = TestSession.flip(partials.get(cheater).bytes(), bit);
    partials.set(cheater, new PartialSignature(changed));

    assertThat(engine.culprits(session, partials, signing.nonces)).containsExactly(cheater);
    assertThat(isSigned(session, partials)).isFalse();
  }

  @Property(tries = TRIES)
  void aChangedNonceIsBlamedOnItsSigner(
      @ForAll @IntRange(min = 1, max = 5) int signers,
      @ForAll @IntRange(max = 66 * 8 - 1) int bit,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, List.of(), 32, seed);
    SigningSession session = signing.open();
    int cheater = cheater(seed, signers);
    List<PartialSignature> partials = signing.signAll(session);

    List<PublicNonce> claimed = new ArrayList<>(signing.nonces);
    claimed.set(cheater, new PublicNonce(TestSession.flip(claimed.get(cheater).bytes(), bit)));

    assertThat(engine.culprits(session, partials, claimed)).containsExactly(cheater);
  }

  @Property(tries = TRIES)
  void aSignerOfAnotherMessageIsBlamed(
      @ForAll @IntRange(min = 1, max = 5) int signers,
      @ForAll @IntRange(min = 1, max = 100) int messageLength,
      @ForAll @IntRange(max = 799) int bit,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, List.of(true), messageLength, seed);
    SigningSession session = signing.open();
    Bytes otherMessage = TestSession.flip(signing.message, bit % (messageLength * 8));
    SigningSession other =
        engine.startSession(signing.keys, signing.aggregateNonce(), otherMessage);
    int cheater = cheater(seed, signers);

    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < signers; signer++) {
      partials.add(signing.sign(signer, signer == cheater ? other : session));
    }

    assertThat(engine.culprits(session, partials, signing.nonces)).containsExactly(cheater);
    assertThat(isSigned(session, partials)).isFalse();
  }

  @Property(tries = TRIES)
  void theLastSignerNeedsNoRoundOfItsOwn(
      @ForAll @IntRange(min = 2, max = 5) int signers,
      @ForAll @Size(max = 2) List<Boolean> tweakModes,
      @ForAll @IntRange(max = 100) int messageLength,
      @ForAll long seed) {
    TestSession signing = TestSession.of(signers, tweakModes, messageLength, seed);
    int last = signers - 1;
    AggregateNonce others = engine.aggregateNonces(signing.nonces.subList(0, last));

    DeterministicSignature made =
        engine.deterministicSign(
            signing.secretKeys.get(last), others, signing.keys, signing.message);
    signing.nonces.set(last, made.publicNonce());
    SigningSession session = signing.open();
    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < last; signer++) {
      partials.add(signing.sign(signer, session));
    }
    partials.add(made.partialSignature());

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  @Property(tries = TRIES)
  void theOrderOfKeysDoesNotMatterOnceTheyAreSorted(
      @ForAll @IntRange(min = 1, max = 8) int signers, @ForAll long seed) {
    Random random = new Random(seed);
    List<PublicKey> keys = new ArrayList<>();
    for (int i = 0; i < signers; i++) {
      keys.add(TestSession.secretKey(random).publicKey());
    }
    KeyAggContext context = engine.aggregateKeys(KeySort.sort(keys), List.of());
    Collections.shuffle(keys, random);

    assertThat(engine.aggregateKeys(KeySort.sort(keys), List.of()).aggregatePublicKey())
        .isEqualTo(context.aggregatePublicKey());
  }

  private boolean isSigned(SigningSession session, List<PartialSignature> partials) {
    try {
      Signature signature = engine.aggregatePartials(session, partials);
      XOnlyPublicKey key = session.keyAggContext().xOnlyPublicKey();
      boolean valid = engine.verifySchnorr(key, session.message(), signature);
      assertThat(IndependentSchnorr.verify(key, session.message(), signature)).isEqualTo(valid);
      return valid;
    } catch (InvalidContributionException outOfRange) {
      return false;
    }
  }

  private static int cheater(long seed, int signers) {
    return Math.floorMod(seed, signers);
  }
}
