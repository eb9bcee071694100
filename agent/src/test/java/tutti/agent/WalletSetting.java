package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
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
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.Spend;

/** A wallet and whole lives of the agent that asks it, in one thread. */
abstract class WalletSetting {
  static final long NOW = 1_900_000_000_000L;
  static final long LATE = NOW + 60_000 + 5 * Limit.PHASE_TIMEOUT.defaultValue();

  final List<Wallet.Question> asked = new ArrayList<>();
  final List<AgentEvent> events = new ArrayList<>();
  final PsbtSigner bob = new PsbtSigner(ParticipantKeys.of(BOB), Engines.bouncyCastle());
  final Psbt psbt =
      new Spend(Spend.Kind.INTERNAL_KEY, List.of(BOB.publicKey()), SighashType.DEFAULT).version2(2);
  final VerifiedRequest rent = request("rent");
  long now = NOW;
  Wallet wallet = this::answer;

  @AfterEach
  void wipe() {
    bob.close();
  }

  final CompletableFuture<Psbt> failed(Wallet.Question question, Refusal why) {
    asked.add(question);
    return CompletableFuture.failedFuture(why);
  }

  final CompletableFuture<Psbt> answer(Wallet.Question question) {
    asked.add(question);
    Psbt answer =
        question.step() == Wallet.Step.NONCE
            ? bob.withNonces(question.psbt())
            : bob.withPartialSigs(question.psbt());
    return CompletableFuture.completedFuture(question.take(answer));
  }

  static List<PublicNonce> nonces(CompletableFuture<KeyAnswer> answer) {
    assertThat(answer).isDone();
    return ((KeyAnswer.Nonces) answer.join()).nonces();
  }

  static void assertRefused(CompletableFuture<KeyAnswer> answer, ErrorCode code) {
    assertThat(answer).isDone();
    assertThat(answer.join())
        .isInstanceOfSatisfying(
            KeyAnswer.Nothing.class, none -> assertThat(none.refusal().code()).isEqualTo(code));
  }

  final VerifiedRequest request(String purpose) {
    var alice = new SignerParticipant(ALICE.publicKey(), ParticipantMatch.key(BOB.publicKey()));
    SigningRequest request =
        PsbtTerms.of(psbt, List.of(alice))
            .request(ALICE.publicKey(), purpose, NOW + 60_000, null, null);
    return Requests.verified(request, 0);
  }

  /** A life of an agent. */
  final WalletDesk desk() {
    var settings =
        new AgentSettings(
            null,
            null,
            null,
            events::add,
            null,
            null,
            wallet == null ? null : question -> wallet.ask(question),
            new SigningRules(false, 10_000, true, SighashType.binding()),
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
}
