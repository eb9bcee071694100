package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.psbt.Requests.ALICE;
import static tutti.agent.psbt.Requests.BOB;
import static tutti.agent.psbt.Requests.refusal;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.session.Hand;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.Spend;

/** What a signer signs a transaction with, and what it refuses to. */
class PsbtMeansTest {
  private static final PsbtRules RULES = PsbtRules.of(10_000);

  @Test
  void signsWithItsOwnKeyWhereThatIsTheParticipants() {
    SigningRequest request = Requests.own();

    Hand hand = new PsbtMeans(BOB, null, false, RULES).of(request, index(request, BOB));

    assertThat(((Hand.Keys) hand).<PublicKey>use(1, SecretKey::publicKey))
        .isEqualTo(BOB.publicKey());
  }

  @Test
  void signsWithTheKeysOfTheParticipantThatItStandsFor() {
    SigningRequest request = Requests.derived();
    int alice = index(request, ALICE);

    Hand hand = new PsbtMeans(ALICE, Requests.keys(0), true, RULES).of(request, alice);

    assertThat(((Hand.Keys) hand).<PublicKey>use(0, SecretKey::publicKey))
        .isEqualTo(request.items().get(0).keys().get(alice));
    assertThat(hand.toString()).doesNotContain("prv");
  }

  @Test
  void leavesToAWalletWhatItHasNoKeyFor() {
    SigningRequest request = Requests.derived();

    assertThat(new PsbtMeans(BOB, null, true, RULES).of(request, index(request, BOB)))
        .isInstanceOf(Hand.Elsewhere.class);
  }

  @Test
  void refusesAPlaceThatHasAnothersKey() {
    SigningRequest request = Requests.derived();
    SigningRequest swapped = swapped(request);
    int alice = index(swapped, ALICE);

    Refusal refusal =
        refusal(() -> new PsbtMeans(ALICE, Requests.keys(0), false, RULES).of(swapped, alice));

    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
    assertThat(refusal.field()).isEqualTo("items[0].keys[%d]".formatted(alice));
  }

  @Test
  void refusesToSpeakWithTwoVoices() {
    SigningRequest request = Requests.own();
    int alice = index(request, ALICE);
    List<PublicKey> turned = new java.util.ArrayList<>(request.orderedKeys());
    Collections.reverse(turned);
    // Of the first item it has the key that is Bob's, of the second its own.
    SigningRequest mixed = with(request, List.of(turned, request.orderedKeys()));

    assertThat(refusal(() -> new PsbtMeans(ALICE, null, true, RULES).of(mixed, alice)).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal(() -> new PsbtMeans(BOB, null, false, RULES).of(mixed, 1 - alice)).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void refusesAFeeAboveItsLimit() {
    SigningRequest request = Requests.own(); // pays 2,000
    int bob = index(request, BOB);

    Refusal refusal =
        refusal(() -> new PsbtMeans(BOB, null, false, PsbtRules.of(1_999)).of(request, bob));

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("psbt");
    assertThat(new PsbtMeans(BOB, null, false, PsbtRules.of(2_000)).of(request, bob)).isNotNull();
  }

  /** Whoever has the signature could change the transaction that was shown. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DEFAULT", "ALL"})
  void refusesTypesThatDoNotBindTheTransaction(SighashType type) {
    Psbt psbt = new Spend(Spend.Kind.INTERNAL_KEY, Requests.KEYS, type).version2(1);
    SigningRequest request = Requests.request(psbt, Requests.itself());
    int bob = index(request, BOB);
    var allowing = new PsbtRules(10_000, Set.of(type));

    Refusal refusal = refusal(() -> new PsbtMeans(BOB, null, false, RULES).of(request, bob));

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0].sighash_type");
    assertThat(new PsbtMeans(BOB, null, false, allowing).of(request, bob)).isNotNull();
  }

  private static int index(SigningRequest request, SecretKey signer) {
    return request.orderedKeys().indexOf(signer.publicKey());
  }

  /** The signers have each other's participants. */
  private static SigningRequest swapped(SigningRequest request) {
    List<PublicKey> keys = new java.util.ArrayList<>(request.items().get(0).keys());
    Collections.reverse(keys);
    return with(request, List.of(keys));
  }

  private static SigningRequest with(SigningRequest request, List<List<PublicKey>> keys) {
    return Requests.changed(
        request,
        body ->
            body.set(
                "items",
                tutti.protocol.json.Wire.mapper()
                    .valueToTree(
                        IntStream.range(0, keys.size())
                            .mapToObj(
                                i -> {
                                  SigningItem item = request.items().get(i);
                                  return new SigningItem(
                                      item.message(), item.tweaks(), keys.get(i));
                                })
                            .toList())));
  }
}
