package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Abort;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.ShareNonce;

/** P6 on the real bus: whatever is said again, and in whatever order, is said once. */
class RepetitionTest {
  private static LocalCluster cluster;
  private static Bus bus;
  private static Line line;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
    line = new Line(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void completesOneSessionWhenAgentsSayEverythingThreeTimes() {
    int sessions = cluster.size("sessions");
    try (Group group = Group.of(3, signer -> new Stutter(), (signer, agent) -> {})) {
      SigningRequest request = group.request(2, Group.NO_BROADCAST);

      List<Signature> signatures = group.sign(request);

      assertThat(Group.verifies(request, signatures)).isTrue();
      assertThat(cluster.size("sessions")).isEqualTo(sessions + 1);
    }
  }

  @Test
  void answersTheSameToTheSameWordsInEveryLaterPhase() {
    ScriptedGroup group = ScriptedGroup.of(line, 3, 2, Group.NO_BROADCAST);
    Map<Envelope, Operation<Envelope, ?>> said = new HashMap<>();
    group.open();
    for (int i = 0; i < 3; i++) {
      note(said, group.signer(i), SessionApi.COMMIT_NONCE, group.part(i).commitment());
    }
    for (int i = 0; i < 3; i++) {
      note(said, group.signer(i), SessionApi.SHARE_NONCE, nonce(group, i));
    }
    group.view().awaitPhase(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
    for (int i = 0; i < 3; i++) {
      note(said, group.signer(i), SessionApi.SHARE_PARTIAL_SIGNATURE, group.share(i));
    }
    group.view().awaitPhase(SessionPhase.COMPLETE);
    List<Event> events = events(group);

    List<Envelope> again = new ArrayList<>(said.keySet());
    again.addAll(said.keySet());
    Collections.shuffle(again, new Random(7));

    for (Envelope envelope : again) {
      Object reply = line.ask(Objects.requireNonNull(said.get(envelope)), envelope);
      assertThat(reply)
          .isEqualTo(new SessionReply(group.sessionId(), SessionPhase.COMPLETE, true, List.of()));
    }
    assertThat(events(group)).isEqualTo(events);
  }

  @Test
  void takesAJoinAndAnAnnouncementOnce() {
    ScriptedGroup group = ScriptedGroup.of(line, 3, 1, Group.NO_BROADCAST);
    ScriptedSigner creator = group.signer(0);
    Envelope announcement = creator.write(RequestApi.ANNOUNCE, group.request());

    assertThat(line.ask(RequestApi.ANNOUNCE.operation(), announcement).repeated()).isFalse();
    assertThat(line.ask(RequestApi.ANNOUNCE.operation(), announcement).repeated()).isTrue();
    assertThat(creator.announce(group.request()).repeated()).isTrue();
    assertThat(group.signer(1).join(group.request(), group.requestId()).repeated()).isFalse();

    var again = group.signer(1).join(group.request(), group.requestId());

    assertThat(again.repeated()).isTrue();
    assertThat(again.state()).isEqualTo(RequestState.OPEN);
    assertThat(again.awaiting()).containsExactly(2);
    assertThat(creator.join(group.request(), group.requestId()).repeated()).isTrue();
  }

  @Test
  void abortsAndRetriesOnceHoweverManyAskForIt() {
    ScriptedGroup group = ScriptedGroup.of(line, 3, 1, Group.NO_BROADCAST);
    group.open();
    ScriptedSigner one = group.signer(0);
    Abort abort = new Abort(group.sessionId(), 0, null, "once more");
    assertThat(one.say(SessionApi.ABORT, abort).repeated()).isFalse();
    assertThat(one.say(SessionApi.ABORT, abort).repeated()).isTrue();
    int sessions = cluster.size("sessions");

    List<SessionReply> replies = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      replies.add(group.signer(i).say(SessionApi.RETRY, new Retry(group.sessionId(), i, 2)));
    }

    assertThat(replies)
        .extracting(SessionReply::sessionId)
        .containsOnly(replies.get(0).sessionId());
    assertThat(replies).extracting(SessionReply::repeated).containsExactly(false, true, true);
    new SessionView(line, replies.get(0).sessionId()).awaitPhase(SessionPhase.NONCE_COMMITMENT);
    assertThat(cluster.size("sessions")).isEqualTo(sessions + 1);
  }

  private static ShareNonce nonce(ScriptedGroup group, int signer) {
    return group.part(signer).nonce(group.commitmentsHash());
  }

  private static <B, R> void note(
      Map<Envelope, Operation<Envelope, ?>> said,
      ScriptedSigner signer,
      SignedOperation<B, R> operation,
      B body) {
    Envelope envelope = signer.write(operation, body);
    said.put(envelope, operation.operation());
    line.ask(operation.operation(), envelope);
  }

  private static List<Event> events(ScriptedGroup group) {
    return line.ask(SessionApi.EVENTS, new EventsQuery(group.sessionId(), 0)).events();
  }

  /** Sends everything three times at once, and takes whichever answer comes first. */
  private static final class Stutter implements Bus {
    @Override
    public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
      CompletableFuture<R> first = new CompletableFuture<>();
      for (int i = 0; i < 3; i++) {
        bus.request(operation, query)
            .whenComplete(
                (reply, error) -> {
                  if (error == null) {
                    first.complete(reply);
                  } else {
                    first.completeExceptionally(error);
                  }
                });
      }
      return first;
    }

    @Override
    public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
      return bus.openInbox(signer, events);
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
      return bus.subscribe(topic, events);
    }
  }
}
