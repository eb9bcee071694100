package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.PsbtKeySource;
import tutti.agent.psbt.Requests;
import tutti.agent.session.Attempts;
import tutti.agent.session.KeySource;
import tutti.agent.session.Signer;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Engines;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;

/** In which order it is decided, in one thread; nobody works on what strangers ask until told. */
class JoinDeskTest {
  private final List<Runnable> strangers = new ArrayList<>();
  private final ScriptedBus bus = new ScriptedBus();
  private final List<AgentEvent> events = new ArrayList<>();
  private final JoinDesk desk = desk(new PsbtKeySource(Requests.ALICE, null, false));
  private final VerifiedRequest theirs = theirs();

  JoinDeskTest() {
    bus.answer(RequestApi.JOIN, said -> reply());
    bus.answer(RequestApi.ANNOUNCE, said -> reply());
    bus.answer(RequestApi.DECLINE, said -> reply());
  }

  /** Strangers may ask for what takes minutes to understand, and again and again. */
  @Test
  void joinsWhatItsApplicationWantsBeforeAllThatStrangersAsk() {
    desk.consider(new RequestTracker(theirs));

    CompletableFuture<RequestReply> joined = desk.join(new RequestTracker(theirs));

    assertThat(joined).isCompleted();
    assertThat(bus.said(RequestApi.JOIN)).hasSize(1);
    assertThat(strangers).hasSize(1);
  }

  @Test
  void announcesBeforeAllThatStrangersAsk() {
    desk.consider(new RequestTracker(theirs));

    assertThat(desk.announce(new RequestTracker(theirs))).isCompleted();
    assertThat(strangers).hasSize(1);
  }

  @Test
  void considersWhatStrangersAskOneAfterTheOther() {
    desk.consider(new RequestTracker(theirs));

    assertThat(bus.said(RequestApi.JOIN)).isEmpty();

    strangers.remove(0).run();
    assertThat(bus.said(RequestApi.JOIN)).hasSize(1);
  }

  @Test
  void declinesWhatItHasNoKeyFor() {
    RequestTracker tracker = new RequestTracker(theirs);

    desk(refusing(Refusal.of(ErrorCode.NOT_A_PARTICIPANT, "no key"))).consider(tracker);
    strangers.remove(0).run();

    assertThat(bus.said(RequestApi.DECLINE)).hasSize(1);
  }

  /** That is no answer to the request, and the next life may know better. */
  @Test
  void declinesNothingForAFaultOfItsOwn() {
    RequestTracker tracker = new RequestTracker(theirs);

    desk(refusing(new IllegalStateException("a fault"))).consider(tracker);
    strangers.remove(0).run();

    assertThat(bus.said(RequestApi.DECLINE)).isEmpty();
    assertThat(events).hasExactlyElementsOfTypes(AgentEvent.Unheard.class);
    assertThat(tracker.isUndecided()).isFalse();
    assertThat(desk.join(tracker)).isCompleted();
  }

  private static VerifiedRequest theirs() {
    SigningRequest request = Requests.own();
    return Requests.verified(request, request.orderedKeys().indexOf(Requests.ALICE.publicKey()));
  }

  private static KeySource refusing(RuntimeException why) {
    return request -> {
      throw why;
    };
  }

  private RequestReply reply() {
    return new RequestReply(theirs.id(), RequestState.OPEN, false, List.of(), null);
  }

  private JoinDesk desk(KeySource keys) {
    var settings =
        new AgentSettings(
            Policy.approveAll(),
            null,
            null,
            events::add,
            null,
            null,
            null,
            new SigningRules(false, 10_000, true, SighashType.binding()),
            Drive.AUTOMATIC,
            Limits.defaults(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    var signer = new Signer(Requests.ALICE, Engines.bouncyCastle(), keys);
    var around = new AgentContext.Surroundings(Clock.systemUTC(), new AtOnce());
    var context =
        new AgentContext(
            bus,
            signer,
            settings,
            around.clock(),
            around.scheduler(),
            Runnable::run,
            Runnable::run,
            strangers::add,
            new Calls(bus, Runnable::run, around));
    return new JoinDesk(context, new Scribe(signer, around.clock()), new Attempts());
  }
}
