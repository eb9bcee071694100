package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.psbt.Requests.ALICE;
import static tutti.agent.psbt.Requests.BOB;
import static tutti.agent.psbt.Requests.KEYS;
import static tutti.agent.psbt.Requests.refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.Spend;
import tutti.transactions.signing.Tampering;

/** What is believed of what a wallet answers for Bob. */
class WalletAnswerTest {
  private static final Engine ENGINE = Engines.bouncyCastle();

  private final SigningRequest request = Requests.own();
  private final PsbtProposal transaction = PsbtProposal.of(request);
  private final Psbt asked = transaction.psbt();
  private final WalletAnswer answer =
      new WalletAnswer(request, transaction, request.orderedKeys().indexOf(BOB.publicKey()));
  private final PsbtSigner alice = new PsbtSigner(ParticipantKeys.of(ALICE), ENGINE);
  private final PsbtSigner bob = new PsbtSigner(ParticipantKeys.of(BOB), ENGINE);

  @AfterEach
  void wipe() {
    alice.close();
    bob.close();
  }

  @Test
  void takesOneNonceAndOnePartialSignaturePerItem() {
    Psbt nonces = alice.withNonces(bob.withNonces(asked));

    assertThat(answer.nonces(asked, bob.withNonces(asked), ENGINE))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(answer.partialSigs(nonces, bob.withPartialSigs(nonces))).hasSize(2);
  }

  @Test
  void refusesWhatIsMissing() {
    Psbt nonces = alice.withNonces(bob.withNonces(asked));

    assertRefused(
        refusal(() -> answer.nonces(asked, asked, ENGINE)),
        ErrorCode.NOT_FOUND,
        "psbt.inputs[0].musig2_pub_nonce");
    assertRefused(
        refusal(() -> answer.partialSigs(nonces, nonces)),
        ErrorCode.NOT_FOUND,
        "psbt.inputs[0].musig2_partial_sig");
  }

  @Test
  void refusesNoncesOfAnotherParticipant() {
    assertRefused(
        refusal(() -> answer.nonces(asked, alice.withNonces(asked), ENGINE)),
        ErrorCode.NOT_A_PARTICIPANT,
        "psbt.inputs[0].musig2_pub_nonce");
  }

  @Test
  void refusesANonceThatIsThereTwice() {
    Psbt right = bob.withNonces(asked);
    PublicNonce first = transaction.progress(right, 0).nonceOf(BOB.publicKey()).orElseThrow();
    PsbtItem second = transaction.items().get(1);
    Psbt once =
        PsbtUpdate.withPubNonce(asked, 0, transaction.items().get(0).slot(BOB.publicKey()), first);
    Psbt twice = PsbtUpdate.withPubNonce(once, 1, second.slot(BOB.publicKey()), first);

    assertRefused(
        refusal(() -> answer.nonces(asked, twice, ENGINE)), ErrorCode.INVALID_NONCE, "psbt.inputs");
  }

  @Test
  void refusesAnAnswerAboutAnotherTransactionOrInAnotherVersion() {
    Spend spend = new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, KEYS, SighashType.DEFAULT);

    assertThat(refusal(() -> answer.nonces(asked, spend.version2(1), ENGINE)).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertRefused(
        refusal(() -> answer.nonces(asked, spend.version0(2), ENGINE)),
        ErrorCode.CONFLICT,
        "psbt.global.version");
  }

  @Test
  void refusesAnAnswerThatContradictsWhatWasAsked() {
    Psbt nonces = alice.withNonces(bob.withNonces(asked));
    try (var other = new PsbtSigner(ParticipantKeys.of(ALICE), ENGINE)) {
      Psbt changed = other.withNonces(bob.withNonces(asked));

      assertRefused(
          refusal(() -> answer.partialSigs(nonces, changed)),
          ErrorCode.CONFLICT,
          "psbt.inputs[0].musig2_pub_nonce");
    }
  }

  @Test
  void refusesAPartialSignatureThatIsWrong() {
    Psbt nonces = alice.withNonces(bob.withNonces(asked));
    Psbt signed = bob.withPartialSigs(nonces);
    Psbt wrong =
        Tampering.ofPartialSig(signed, 1, transaction.items().get(1).slot(BOB.publicKey()));

    assertThat(refusal(() -> answer.partialSigs(nonces, wrong)).code())
        .isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
  }

  private static void assertRefused(Refusal refusal, ErrorCode code, String field) {
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo(field);
  }
}
