package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every session of the second suite, checked with its formulas written down. */
class LotusPropertiesTest {
  private static final int TRIES = 40;

  private final Engine engine = Engines.bouncyCastle();

  @Property(tries = TRIES)
  void honestSignersMakeAValidSignature(
      @ForAll @IntRange(min = 1, max = 8) int signers,
      @ForAll @IntRange(max = 3) int tweaks,
      @ForAll @IntRange(max = 100) int messageLength,
      @ForAll long seed) {
    TestSession signing = TestSession.lotus(signers, tweaks, messageLength, seed);
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  @Property(tries = TRIES)
  void keysAndTweaksAddUpWithTheirOwnParity(
      @ForAll @IntRange(min = 1, max = 8) int signers,
      @ForAll @IntRange(max = 3) int tweaks,
      @ForAll long seed) {
    KeyAggContext keys = TestSession.lotus(signers, tweaks, 32, seed).keys;

    PublicKey expected = SlowLotus.aggregate(keys.keys());
    for (Tweak tweak : keys.tweaks()) {
      expected = SlowLotus.tweaked(expected, tweak);
    }

    assertThat(keys.aggregatePublicKey()).isEqualTo(expected);
  }

  @Property(tries = TRIES)
  void noncesThatCancelOutInOneHalfStillSign(
      @ForAll @IntRange(min = 2, max = 5) int signers,
      @ForAll boolean firstHalf,
      @ForAll @IntRange(max = 2) int tweaks,
      @ForAll long seed) {
    TestSession signing = TestSession.lotus(signers, tweaks, 32, seed);
    signing.cancelNonces(firstHalf, !firstHalf, new Random(seed));
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(isSigned(session, partials)).isTrue();
  }

  @Property(tries = TRIES)
  void aChangedPartialSignatureIsBlamedOnItsSigner(
      @ForAll @IntRange(min = 1, max = 5) int signers,
      @ForAll @IntRange(max = 255) int bit,
      @ForAll @IntRange(max = 2) int tweaks,
      @ForAll long seed) {
    TestSession signing = TestSession.lotus(signers, tweaks, 32, seed);
    SigningSession session = signing.open();
    int cheater = Math.floorMod(seed, signers);
    List<PartialSignature> partials = new ArrayList<>(signing.signAll(session));

    Bytes changed = TestSession.flip(partials.get(cheater).bytes(), bit);
    partials.set(cheater, new PartialSignature(changed));

    assertThat(engine.culprits(session, partials, signing.nonces)).containsExactly(cheater);
    assertThat(isSigned(session, partials)).isFalse();
  }

  /** One signer alone in the other suite: its key, nonce and message are the same. */
  @Property(tries = TRIES)
  void aSignerOfTheOtherSuiteIsBlamed(
      @ForAll @IntRange(min = 2, max = 5) int signers,
      @ForAll @IntRange(max = 2) int tweaks,
      @ForAll long seed) {
    TestSession signing = TestSession.lotus(signers, tweaks, 32, seed);
    SigningSession session = signing.open();
    KeyAggContext otherKeys = engine.aggregateKeys(signing.keys.keys(), signing.keys.tweaks());
    SigningSession other =
        engine.startSession(otherKeys, signing.aggregateNonce(), signing.message);
    int cheater = Math.floorMod(seed, signers);

    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < signers; signer++) {
      partials.add(signing.sign(signer, signer == cheater ? other : session));
    }

    assertThat(engine.culprits(session, partials, signing.nonces)).containsExactly(cheater);
    assertThat(isSigned(session, partials)).isFalse();
  }

  @Property(tries = TRIES)
  void noSignatureIsRightInBothSuites(
      @ForAll @IntRange(min = 1, max = 4) int signers, @ForAll long seed) {
    TestSession lotus = TestSession.lotus(signers, 0, 32, seed);
    TestSession bip327 = TestSession.of(signers, List.of(), 32, seed);
    SigningSession session = lotus.open();
    SigningSession other = bip327.open();

    Signature theirs = engine.aggregatePartials(session, lotus.signAll(session));
    Signature ours = engine.aggregatePartials(other, bip327.signAll(other));

    assertThat(isRight(Suite.BIP327, session, theirs)).isFalse();
    assertThat(isRight(Suite.LOTUS, other, ours)).isFalse();
    assertThat(isRight(Suite.BIP327, other, ours)).isTrue();
  }

  private boolean isRight(Suite suite, SigningSession session, Signature signature) {
    PublicKey key = session.keyAggContext().aggregatePublicKey();
    return engine.verifySignature(suite, key, session.message(), signature);
  }

  private boolean isSigned(SigningSession session, List<PartialSignature> partials) {
    try {
      Signature signature = engine.aggregatePartials(session, partials);
      PublicKey key = session.keyAggContext().aggregatePublicKey();
      boolean valid = engine.verifySignature(session.keyAggContext(), session.message(), signature);
      assertThat(SlowLotus.verify(key, session.message(), signature)).isEqualTo(valid);
      return valid;
    } catch (InvalidContributionException outOfRange) {
      return false;
    }
  }
}
