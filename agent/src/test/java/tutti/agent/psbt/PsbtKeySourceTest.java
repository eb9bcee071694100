package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.psbt.Requests.ALICE;
import static tutti.agent.psbt.Requests.BOB;
import static tutti.agent.psbt.Requests.refusal;
import static tutti.agent.psbt.Requests.verified;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tutti.agent.session.KeyAccess;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** What a signer signs a transaction with, and what it refuses to. */
class PsbtKeySourceTest {
  @Test
  void signsWithItsOwnKeyWhereThatIsTheParticipants() {
    SigningRequest request = Requests.own();

    KeyAccess access =
        new PsbtKeySource(BOB, null, false).of(verified(request, index(request, BOB)));

    assertThat(((KeyAccess.Here) access).<PublicKey>use(1, SecretKey::publicKey))
        .isEqualTo(BOB.publicKey());
  }

  @Test
  void signsWithTheKeysOfTheParticipantThatItStandsFor() {
    SigningRequest request = Requests.derived();
    int alice = index(request, ALICE);

    KeyAccess access =
        new PsbtKeySource(ALICE, Requests.keys(0), true).of(verified(request, alice));

    assertThat(((KeyAccess.Here) access).<PublicKey>use(0, SecretKey::publicKey))
        .isEqualTo(request.items().get(0).keys().get(alice));
    assertThat(access.toString()).doesNotContain("prv");
  }

  @Test
  void leavesToAWalletWhatItHasNoKeyFor() {
    SigningRequest request = Requests.derived();

    assertThat(new PsbtKeySource(BOB, null, true).of(verified(request, index(request, BOB))))
        .isInstanceOf(KeyAccess.Elsewhere.class);
  }

  @Test
  void refusesAPlaceThatHasAnothersKey() {
    SigningRequest request = Requests.derived();
    SigningRequest swapped = swapped(request);
    int alice = index(swapped, ALICE);

    Refusal refusal =
        refusal(
            () -> new PsbtKeySource(ALICE, Requests.keys(0), false).of(verified(swapped, alice)));

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

    assertThat(
            refusal(() -> new PsbtKeySource(ALICE, null, true).of(verified(mixed, alice))).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(
            refusal(() -> new PsbtKeySource(BOB, null, false).of(verified(mixed, 1 - alice)))
                .code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
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
