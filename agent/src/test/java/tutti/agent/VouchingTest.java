package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.SignerParticipant;
import tutti.agent.psbt.Wallet;
import tutti.musig2.Engines;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.Spend;

/** Alice vouches for Bob's wallet, which must not be asked twice. */
class VouchingTest extends SoloSetting {
  private final List<Wallet.Step> asked = new CopyOnWriteArrayList<>();
  private final PsbtSigner bob = new PsbtSigner(ParticipantKeys.of(BOB), Engines.bouncyCastle());
  private volatile boolean signing = true;

  @AfterEach
  void wipe() {
    bob.close();
  }

  @Test
  void saysWhatTheWalletAnswers() throws Exception {
    agent = restartedWith(builder().wallet(this::answer));
    agent.announce(payment()).join();

    services.await(SessionApi.SHARE_PARTIAL_SIGNATURE.operation(), 1);

    assertThat(asked).containsExactly(Wallet.Step.NONCE, Wallet.Step.PARTIAL);
    assertThat(next(AgentEvent.PsbtAdvanced.class).step()).isEqualTo(AgentEvent.PsbtStep.NONCES);
  }

  @Test
  void asksForTheSameNoncesOnlyOnceHoweverManyAttemptsThereAre() throws Exception {
    agent =
        restartedWith(
            builder()
                .wallet(this::answer)
                .policy(
                    Policy.of(proposed -> proposed.stage() == ProposedSigning.Stage.JOIN, "no")));
    agent.announce(payment()).join();
    services.await(SessionApi.ABORT.operation(), 1);
    var first = SessionApi.SHARE_NONCE.bodyOf(services.said(SessionApi.SHARE_NONCE).get(0));

    services.answer(SessionApi.RETRY, said -> services.retry());
    agent.retry(first.sessionId()).join();
    services.await(SessionApi.SHARE_NONCE.operation(), 2);

    var second = SessionApi.SHARE_NONCE.bodyOf(services.said(SessionApi.SHARE_NONCE).get(1));
    assertThat(second.pubnonces()).isEqualTo(first.pubnonces());
    assertThat(asked).containsExactly(Wallet.Step.NONCE);
  }

  @Test
  void asksNoMoreAfterTheWalletWasAskedToSign() throws Exception {
    signing = false;
    agent = restartedWith(builder().wallet(this::answer));
    agent.announce(payment()).join();
    services.await(SessionApi.ABORT.operation(), 1);
    var first = SessionApi.SHARE_NONCE.bodyOf(services.said(SessionApi.SHARE_NONCE).get(0));

    services.answer(SessionApi.RETRY, said -> services.retry());
    agent.retry(first.sessionId()).join();
    services.await(SessionApi.ABORT.operation(), 2);

    assertThat(asked).containsExactly(Wallet.Step.NONCE, Wallet.Step.PARTIAL);
    assertThat(services.said(SessionApi.SHARE_NONCE)).hasSize(1);
    assertThat(SessionApi.ABORT.bodyOf(services.said(SessionApi.ABORT).get(1)).code())
        .isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void signsNoRawMessageUnlessItIsTold() {
    agent = restartedWith(builder().wallet(this::answer));

    assertThatThrownBy(() -> agent.announce(request()).join())
        .rootCause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
              assertThat(refusal.field()).isEqualTo("scheme");
            });

    agent = restartedWith(builder().wallet(this::answer).rawMessages(true));
    assertThat(agent.announce(request()).join().signatures().join()).hasSize(1);
  }

  private CompletableFuture<Psbt> answer(Wallet.Question question) {
    asked.add(question.step());
    if (question.step() == Wallet.Step.NONCE) {
      return CompletableFuture.completedFuture(question.take(bob.withNonces(question.psbt())));
    }
    return signing
        ? CompletableFuture.completedFuture(question.take(bob.withPartialSigs(question.psbt())))
        : CompletableFuture.failedFuture(Refusal.of(ErrorCode.UNAVAILABLE, "the wallet is away"));
  }

  private static SigningRequest payment() {
    var group = List.of(BOB.publicKey());
    Psbt psbt = new Spend(Spend.Kind.INTERNAL_KEY, group, SighashType.DEFAULT).version2(2);
    return PsbtTerms.of(
            psbt,
            List.of(new SignerParticipant(ALICE.publicKey(), ParticipantMatch.key(group.get(0)))))
        .request(ALICE.publicKey(), "rent", System.currentTimeMillis() + 60_000, null, null);
  }
}
