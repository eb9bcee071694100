package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Peers;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;

class CallsTest {
  private static final AgentContext.Surroundings AROUND =
      new AgentContext.Surroundings(Clock.systemUTC(), SharedThreads.INSTANCE);

  private final ScriptedBus bus = new ScriptedBus();
  private final Calls calls = new Calls(bus, Runnable::run, AROUND);
  private final SignerPage page = new SignerPage(java.util.List.of(), null);

  @Test
  void repeatsWhatMayStillSucceed() {
    for (ErrorCode code :
        java.util.List.of(
            ErrorCode.TIMEOUT, ErrorCode.UNAVAILABLE, ErrorCode.NO_QUORUM, ErrorCode.OVERLOADED)) {
      bus.answer(DiscoveryApi.FIND, SoloServices.refusing(code, 1, query -> page));

      assertThat(calls.call(DiscoveryApi.FIND, SignerQuery.all(), soon()).join()).isEqualTo(page);
    }
  }

  @Test
  void doesNotRepeatWhatWasRefusedForGood() {
    bus.answer(DiscoveryApi.FIND, SoloServices.refusing(ErrorCode.MALFORMED, 1, query -> page));

    assertRefused(ErrorCode.MALFORMED, soon());
    assertThat(bus.asked(DiscoveryApi.FIND)).hasSize(1);
  }

  @Test
  void doesNotAddToARate() {
    bus.answer(DiscoveryApi.FIND, SoloServices.refusing(ErrorCode.RATE_LIMITED, 1, query -> page));

    assertRefused(ErrorCode.RATE_LIMITED, soon());
    assertThat(bus.asked(DiscoveryApi.FIND)).hasSize(1);
  }

  @Test
  void comesNotSoonerThanItWasTold() {
    bus.answer(
        DiscoveryApi.FIND,
        query -> {
          throw Refusal.of(ErrorCode.OVERLOADED, "too much to do").retryAfter(60_000);
        });

    assertRefused(ErrorCode.OVERLOADED, soon()); // before then
    assertThat(bus.asked(DiscoveryApi.FIND)).hasSize(1);
  }

  @Test
  void comesLaterAndLaterWhileThereIsTooMuchToDo() {
    LeapingTime time = new LeapingTime();
    Calls patient =
        new Calls(bus, Runnable::run, new AgentContext.Surroundings(time.clock(), time));
    bus.answer(
        DiscoveryApi.FIND, SoloServices.refusing(ErrorCode.OVERLOADED, 1_000, query -> page));

    var given = patient.call(DiscoveryApi.FIND, SignerQuery.all(), time.clock().millis() + 60_000);

    assertThat(given).isCompletedExceptionally();
    assertThat(time.pauses()).hasSizeBetween(6, 14).isSorted();
  }

  @Test
  void givesUpAtTheDeadline() {
    bus.answer(DiscoveryApi.FIND, SoloServices.refusing(ErrorCode.TIMEOUT, 1_000, query -> page));

    assertRefused(ErrorCode.TIMEOUT, System.currentTimeMillis() + 200);
  }

  @Test
  void givesUpOnABusThatNeverAnswers() {
    var silent =
        new Calls(new SilentBus(), Runnable::run, AROUND)
            .call(DiscoveryApi.FIND, SignerQuery.all(), System.currentTimeMillis() + 100);

    assertThatThrownBy(silent::join)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TIMEOUT));
  }

  @Test
  void numbersNoTwoEnvelopesWithTheSameTime() {
    var scribe =
        new Scribe(
            new tutti.agent.session.Signer(Peers.ALICE, Peers.ENGINE),
            Clock.fixed(java.time.Instant.ofEpochMilli(Peers.NOW), java.time.ZoneOffset.UTC));

    assertThat(scribe.sign("a", SignerQuery.all()).sentAt())
        .isLessThan(scribe.sign("a", SignerQuery.all()).sentAt());
  }

  private void assertRefused(ErrorCode code, long deadline) {
    assertThatThrownBy(() -> calls.call(DiscoveryApi.FIND, SignerQuery.all(), deadline).join())
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static long soon() {
    return System.currentTimeMillis() + 20_000;
  }

  private static final class SilentBus implements Bus {
    @Override
    public <Q, R> java.util.concurrent.CompletionStage<R> request(
        tutti.protocol.Operation<Q, R> operation, Q query) {
      return new java.util.concurrent.CompletableFuture<>();
    }

    @Override
    public java.util.concurrent.CompletionStage<Subscription> openInbox(
        tutti.musig2.PublicKey signer,
        java.util.function.Consumer<tutti.protocol.event.Event> events) {
      return new java.util.concurrent.CompletableFuture<>();
    }

    @Override
    public java.util.concurrent.CompletionStage<Subscription> subscribe(
        String topic, java.util.function.Consumer<tutti.protocol.event.Event> events) {
      return new java.util.concurrent.CompletableFuture<>();
    }
  }
}
