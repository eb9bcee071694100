package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.psbt.Requests.ALICE;
import static tutti.agent.psbt.Requests.BOB;
import static tutti.agent.psbt.Requests.refusal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.PsbtSigner;

/** What comes of verified signatures. */
class SignedPsbtTest {
  private static final Engine ENGINE = Engines.bouncyCastle();

  private final SigningRequest request = Requests.own();
  private final List<Signature> signatures = signatures();

  @Test
  void isTheTransactionOnceAllInputsAreSigned() {
    SignedPsbt signed = SignedPsbt.of(request, signatures).orElseThrow();

    assertThat(signed.transaction().txidText())
        .isEqualTo(PsbtProposal.of(request).plan().transaction().txidText());
    assertThat(signed.psbt().version()).isEqualTo(2);
    assertThat(signed.psbt().inputs()).allMatch(input -> input.isFinal());
  }

  @Test
  void leavesAloneWhatTheRequestDoesNotSign() {
    SigningRequest one =
        Requests.changed(request, body -> ((ArrayNode) body.get("items")).remove(0));

    SignedPsbt signed = SignedPsbt.of(one, List.of(signatures.get(1))).orElseThrow();

    assertThat(signed.transaction()).isNull();
    assertThat(signed.psbt().inputs().get(0).isFinal()).isFalse();
    assertThat(signed.psbt().inputs().get(0).tapKeySig()).isEmpty();
    assertThat(signed.psbt().inputs().get(1).isFinal()).isTrue();
  }

  /** Whoever announces may have put anything there. */
  @Test
  void doesNotFailForWhatIsWrongWithInputsOfOthers() {
    Psbt psbt = psbt();
    PsbtItem other = PsbtProposal.of(request).items().get(0);
    Psbt badly = PsbtUpdate.withTapKeySig(psbt, 0, Bytes.fromHex("11".repeat(64)));
    try (var alice = new PsbtSigner(ParticipantKeys.of(ALICE), ENGINE);
        var bob = new PsbtSigner(ParticipantKeys.of(BOB), ENGINE)) {
      Psbt nonces = alice.withNonces(bob.withNonces(psbt));
      Psbt blaming = psbt;
      for (PublicKey key : other.participants()) {
        var slot = other.slot(key);
        PublicNonce nonce = nonces.inputs().get(0).musig2PubNonce(slot).orElseThrow();
        PartialSignature partial = PartialSignature.fromHex("11".repeat(32));
        blaming = PsbtUpdate.withPubNonce(blaming, 0, slot, nonce);
        blaming = PsbtUpdate.withPartialSig(blaming, 0, slot, partial, other.sighashType());
      }

      for (Psbt announced : List.of(badly, blaming)) {
        SignedPsbt signed =
            SignedPsbt.of(second(announced), signatures.subList(1, 2)).orElseThrow();

        assertThat(signed.psbt().inputs().get(1).isFinal()).isTrue();
        assertThat(signed.psbt().inputs().get(0).isFinal()).isFalse();
        assertThat(signed.transaction()).isNull();
      }
    }
  }

  /** A request for the second input alone. */
  private SigningRequest second(Psbt psbt) {
    return Requests.changed(
        request,
        body -> {
          ((ArrayNode) body.get("items")).remove(0);
          body.put("psbt", psbt.encodeBase64());
        });
  }

  @Test
  void isNoneWithSignaturesThatNodesWouldNotAccept() {
    List<Signature> swapped = List.of(signatures.get(1), signatures.get(0));

    Refusal refusal = refusal(() -> SignedPsbt.of(request, swapped));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_SIGNATURE);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0].tap_key_sig");
  }

  @Test
  void isThereForTransactionsOnly() {
    SigningRequest raw =
        Requests.changed(
            request,
            body -> {
              body.remove("scheme");
              body.remove("psbt");
            });

    assertThat(SignedPsbt.of(raw, signatures)).isEmpty();
  }

  private Psbt psbt() {
    return PsbtProposal.of(request).psbt();
  }

  private List<Signature> signatures() {
    try (var alice = new PsbtSigner(ParticipantKeys.of(ALICE), ENGINE);
        var bob = new PsbtSigner(ParticipantKeys.of(BOB), ENGINE)) {
      Psbt nonces = alice.withNonces(bob.withNonces(psbt()));
      Psbt signed = alice.withPartialSigs(bob.withPartialSigs(nonces));
      PsbtProposal transaction = PsbtProposal.of(request);
      return IntStream.range(0, 2)
          .mapToObj(item -> transaction.progress(signed, item).aggregate().orElseThrow())
          .map(Signature::new)
          .toList();
    }
  }
}
