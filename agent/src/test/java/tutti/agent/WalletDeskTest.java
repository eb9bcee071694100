package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.Requests;
import tutti.agent.psbt.SignerParticipant;
import tutti.agent.psbt.Wallet;
import tutti.agent.session.KeyAnswer;
import tutti.agent.session.Signer;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Engines;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.Spend;

/** What a wallet is asked, and how often: of whole lives of an agent, in one thread. */
class WalletDeskTest {
  private static final long NOW = 1_900_000_000_000L;
  private static final long LATE = NOW + 60_000 + 5 * Limit.PHASE_TIMEOUT.defaultValue();

  private final List<Wallet.Question> asked = new ArrayList<>();
  private final List<AgentEvent> events = new ArrayList<>();
  private final PsbtSigner bob = new PsbtSigner(ParticipantKeys.of(BOB), Engines.bouncyCastle());
  private final Psbt psbt =
      new Spend(Spend.Kind.INTERNAL_KEY, List.of(BOB.publicKey()), SighashType.DEFAULT).version2(2);
  private final VerifiedRequest rent = request("rent");
  private long now = NOW;
  private Wallet wallet = this::answer;

  @AfterEach
  void wipe() {
    bob.close();
  }

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

  private CompletableFuture<Psbt> answer(Wallet.Question question) {
    asked.add(question);
    Psbt answer =
        question.step() == Wallet.Step.NONCE
            ? bob.withNonces(question.psbt())
            : bob.withPartialSigs(question.psbt());
    return CompletableFuture.completedFuture(question.take(answer));
  }

  private static List<PublicNonce> nonces(CompletableFuture<KeyAnswer> answer) {
    assertThat(answer).isDone();
    return ((KeyAnswer.Nonces) answer.join()).nonces();
  }

  private static void assertRefused(CompletableFuture<KeyAnswer> answer, ErrorCode code) {
    assertThat(answer).isDone();
    assertThat(answer.join())
        .isInstanceOfSatisfying(
            KeyAnswer.Nothing.class, none -> assertThat(none.refusal().code()).isEqualTo(code));
  }

  private VerifiedRequest request(String purpose) {
    var alice = new SignerParticipant(ALICE.publicKey(), ParticipantMatch.key(BOB.publicKey()));
    SigningRequest request =
        PsbtTerms.of(psbt, List.of(alice))
            .request(ALICE.publicKey(), purpose, NOW + 60_000, null, null);
    return Requests.verified(request, 0);
  }

  /** A life of an agent. */
  private WalletDesk desk() {
    var settings =
        new AgentSettings(
            null,
            null,
            null,
            events::add,
            null,
            null,
            wallet,
            new SigningRules(false, 10_000, SighashType.binding()),
            Drive.AUTOMATIC,
            Limits.defaults(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    var signer = new Signer(ALICE, Engines.bouncyCastle());
    var around = new AgentContext.Surroundings(new Now(), new AtOnce());
    return new WalletDesk(AgentContext.of(new ScriptedBus(), signer, settings, around));
  }

  private final class Now extends Clock {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

  /** Everything is done where it is asked for. */
  private static final class AtOnce implements Scheduler {
    @Override
    public Executor pool() {
      return Runnable::run;
    }

    @Override
    public void later(long millis, Executor executor, Runnable work) {
      throw new AssertionError("nothing waits");
    }

    @Override
    public <T> CompletableFuture<T> within(long millis, CompletableFuture<T> work) {
      return work;
    }

    @Override
    public long chance(long bound) {
      return 0;
    }
  }
}
