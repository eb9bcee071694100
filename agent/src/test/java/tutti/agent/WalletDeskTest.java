package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.Requests;
import tutti.agent.psbt.Wallet;
import tutti.agent.session.KeyAnswer;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;

/** What a wallet is asked, and how often: of whole lives of an agent, in one thread. */
class WalletDeskTest extends WalletSetting {
  @Test
  void asksForNoncesOnceHoweverOftenTheyAreWanted() {
    WalletDesk desk = desk();

    List<PublicNonce> first = nonces(desk.nonces(rent));

    assertThat(first).hasSize(2);
    assertThat(nonces(desk.nonces(rent))).isEqualTo(first);
    assertThat(asked).hasSize(1);
  }

  @Test
  void asksForPartialSignaturesOnce() {
    WalletDesk desk = desk();
    List<PublicNonce> nonces = nonces(desk.nonces(rent));

    assertThat(desk.partialSigs(rent, List.of(nonces)).join())
        .isInstanceOf(KeyAnswer.PartialSigs.class);
    assertRefused(desk.partialSigs(rent, List.of(nonces)), ErrorCode.NONCE_LOST);
    assertRefused(desk.nonces(rent), ErrorCode.NONCE_LOST);
    assertThat(asked).extracting(Wallet.Question::step).containsExactly(Wallet.Step.values());
  }

  /** Some wallets end when they are asked for the nonces of one message again. */
  @Test
  void asksForNoTransactionTwiceBeforeItIsSigned() {
    WalletDesk desk = desk();
    List<PublicNonce> nonces = nonces(desk.nonces(rent));
    VerifiedRequest again = request("rent, again");

    assertRefused(desk.nonces(again), ErrorCode.CONFLICT);
    assertThat(asked).hasSize(1);

    desk.partialSigs(rent, List.of(nonces)).join();
    assertThat(nonces(desk.nonces(again))).doesNotContainAnyElementsOf(nonces);
  }

  /** What the wallet was asked before is not known; its nonces were another life's. */
  @Test
  void asksAnewAfterARestartButNeverForASignatureFirst() {
    List<PublicNonce> before = nonces(desk().nonces(rent));
    WalletDesk restarted = desk();

    assertRefused(restarted.partialSigs(rent, List.of(before)), ErrorCode.NONCE_LOST);
    assertThat(nonces(restarted.nonces(rent))).doesNotContainAnyElementsOf(before);
    assertThat(asked).extracting(Wallet.Question::step).containsOnly(Wallet.Step.NONCE);
  }

  @Test
  void waitsForAnAnswerAsLongAsAnySessionOfTheRequestMayLast() {
    CompletableFuture<Psbt> late = new CompletableFuture<>();
    wallet =
        question -> {
          asked.add(question);
          return late;
        };
    WalletDesk desk = desk();
    CompletableFuture<KeyAnswer> first = desk.nonces(rent);
    assertThat(first).isNotDone();
    assertThat(asked.get(0).deadline())
        .isGreaterThan(rent.request().expiresAt() + 3 * Limit.PHASE_TIMEOUT.defaultValue())
        .isLessThan(LATE);

    late.complete(bob.withNonces(asked.get(0).psbt()));

    assertThat(nonces(first)).isEqualTo(nonces(desk.nonces(rent)));
  }

  @Test
  void forgetsWhatNobodyCanWaitForAnyMore() {
    WalletDesk desk = desk();
    nonces(desk.nonces(rent));

    now = LATE;

    assertThat(nonces(desk.nonces(request("rent, again")))).hasSize(2);
    assertThat(asked).hasSize(2);
  }

  @Test
  void refusesAWrongAnswerAndTakesABetterOne() {
    wallet =
        question -> {
          try {
            question.take(psbt); // there is nothing in it
          } catch (Refusal refusal) {
            return answer(question);
          }
          throw new AssertionError("taken");
        };

    assertThat(nonces(desk().nonces(rent))).hasSize(2);
    assertThat(events).hasAtLeastOneElementOfType(AgentEvent.WalletRefused.class);
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    wallet =
        question -> CompletableFuture.failedFuture(Refusal.of(ErrorCode.TIMEOUT, "it is away"));

    assertRefused(desk().nonces(rent), ErrorCode.TIMEOUT);

    wallet = null;
    assertRefused(desk().nonces(rent), ErrorCode.UNAVAILABLE);
  }

  /** A wallet signs whatever it has a key for, already when it is asked for nonces. */
  @Test
  void givesTheWalletNothingToSignThatTheRequestDoesNotSign() {
    SigningRequest one =
        Requests.changed(rent.request(), body -> ((ArrayNode) body.get("items")).remove(0));
    WalletDesk desk = desk();
    VerifiedRequest verified = Requests.verified(one, 0);

    List<PublicNonce> nonces = nonces(desk.nonces(verified));
    desk.partialSigs(verified, List.of(nonces)).join();

    assertThat(nonces).hasSize(1);
    assertThat(asked).hasSize(2);
    for (Wallet.Question question : asked) {
      PsbtInput foreign = question.psbt().inputs().get(0);
      assertThat(foreign.isFinal()).isTrue();
      assertThat(foreign.musig2Participants()).isEmpty();
      assertThat(foreign.tapInternalKey()).isEmpty();
      assertThat(question.psbt().inputs().get(1).isFinal()).isFalse();
      assertThat(bob.noncesIn(question.psbt())).isSubsetOf(nonces);
    }
    assertThat(asked.get(0).psbt().transaction()).isEqualTo(psbt.transaction());
  }
}
