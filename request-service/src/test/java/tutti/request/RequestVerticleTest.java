package tutti.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.EntryView;
import com.hazelcast.map.IMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.Event;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.request.EndRequest;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.request.domain.Keeping;
import tutti.request.domain.RequestCommand;
import tutti.request.domain.RequestEntry;
import tutti.request.domain.RequestMachine;

class RequestVerticleTest {
  @RegisterExtension
  static final RunningService SERVICE =
      new RunningService(Map.of("retention", "1m", "timestamp-skew", "1m"));

  @Test
  void bringsARequestFromItsAnnouncementToItsSession() {
    var group = Group.of(3, SERVICE.now());
    var inboxes = group.signers().stream().map(signer -> SERVICE.inbox(signer.key())).toList();
    var topic = SERVICE.topic(Addresses.REQUEST_EVENTS);

    var announced = SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    assertThat(announced.state()).isEqualTo(RequestState.OPEN);
    assertThat(announced.awaiting()).containsExactly(1, 2);
    var first = SERVICE.ask(RequestApi.JOIN, group.join(2));
    assertThat(first.awaiting()).containsExactly(1);
    var last = SERVICE.ask(RequestApi.JOIN, group.join(1));

    assertThat(last.state()).isEqualTo(RequestState.READY);
    assertThat(last.sessionId())
        .isEqualTo(new SessionTerms(group.id(), group.request(), 1).sessionId());
    await().until(() -> SERVICE.handedOver.stream().anyMatch(open -> open.joins().size() == 2));
    await().until(() -> typesOf(topic).contains("request.created"));
    await()
        .untilAsserted(
            () -> {
              assertThat(typesOf(inboxes.get(0)))
                  .containsExactlyInAnyOrder("participant.joined", "participant.joined");
              assertThat(typesOf(inboxes.get(1)))
                  .containsExactlyInAnyOrder(
                      "request.received", "participant.joined", "participant.joined");
            });
    var received = inboxes.get(2).stream().filter(e -> e.number() == 2).findFirst().orElseThrow();
    var data = (RequestReceived) received.typed().orElseThrow();
    assertThat(data.request().digest()).isEqualTo(group.announcement().digest());
  }

  @Test
  void answersRepetitionsWithoutTellingAnyoneAgain() {
    var group = Group.of(2, SERVICE.now());
    var announcement = group.announcement();
    SERVICE.ask(RequestApi.ANNOUNCE, announcement);
    var join = group.join(1);
    SERVICE.ask(RequestApi.JOIN, join);
    awaitSettled(group);
    var before = view(group);

    assertThat(SERVICE.ask(RequestApi.ANNOUNCE, announcement).repeated()).isTrue();
    assertThat(SERVICE.ask(RequestApi.ANNOUNCE, group.announcement()).repeated()).isTrue();
    assertThat(SERVICE.ask(RequestApi.JOIN, join).repeated()).isTrue();
    assertThat(SERVICE.ask(RequestApi.JOIN, group.join(1)).repeated()).isTrue();

    assertThat(view(group)).isEqualTo(before);
  }

  /** Should nobody remove its entry, it goes by itself: every change says so again. */
  @Test
  void keepsForHowLongARequestIsFoundThroughEveryChange() {
    var group = Group.of(2, SERVICE.now());
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    await().until(() -> entry(group) != null);
    assertThat(entry(group).getExpirationTime()).isLessThan(Long.MAX_VALUE);

    SERVICE.ask(RequestApi.DECLINE, group.decline(1));

    await().until(() -> entry(group).getValue().openFor().isEmpty());
    assertThat(entry(group).getExpirationTime()).isLessThan(Long.MAX_VALUE);
  }

  private static EntryView<String, RequestEntry> entry(Group group) {
    IMap<String, RequestEntry> index = SERVICE.services().hazelcast().getMap("request-index");
    return index.getEntryView(group.id().hex());
  }

  @Test
  void endsWhenASignerDeclines() {
    var group = Group.of(2, SERVICE.now());
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    var inbox = SERVICE.inbox(group.creator().key());

    var reply = SERVICE.ask(RequestApi.DECLINE, group.decline(1));

    assertThat(reply.state()).isEqualTo(RequestState.DECLINED);
    assertThat(view(group).declinedBy()).isEqualTo(1);
    assertThat(view(group).reason()).isEqualTo("no");
    await().until(() -> typesOf(inbox).contains("request.declined"));
  }

  @Test
  void endsWhenItsCreatorCancels() {
    var group = Group.of(2, SERVICE.now());
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    var inbox = SERVICE.inbox(group.signers().get(1).key());

    var reply = SERVICE.ask(RequestApi.CANCEL, group.cancellation());

    assertThat(reply.state()).isEqualTo(RequestState.CANCELLED);
    await().until(() -> typesOf(inbox).contains("request.cancelled"));
  }

  @Test
  void endsWhenAnOperatorSaysSo() {
    var group = Group.of(2, SERVICE.now());
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    var inbox = SERVICE.inbox(group.creator().key());

    var reply = SERVICE.ask(RequestApi.END, new EndRequest(group.id(), "a test gone wrong"));

    assertThat(reply.state()).isEqualTo(RequestState.EXPIRED);
    assertThat(view(group).reason()).isEqualTo("a test gone wrong");
    await().until(() -> typesOf(inbox).contains("request.expired"));
  }

  @Test
  void expiresAndIsRemovedWithoutATraceAfterItsRetention() {
    var now = SERVICE.now();
    var group = Group.of(Group.of(2, now).signers(), now, now + 30_000);
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    var inbox = SERVICE.inbox(group.creator().key());

    SERVICE.clock.advance(Duration.ofSeconds(31));
    await().until(() -> typesOf(inbox).contains("request.expired"));
    assertThat(view(group).state()).isEqualTo(RequestState.EXPIRED);
    SERVICE.clock.advance(Duration.ofMinutes(2));

    await()
        .untilAsserted(
            () -> assertThat(SERVICE.stored()).noneMatch(e -> e.startsWith(group.id().hex())));
    assertThat(refusal(() -> view(group)).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void handsOverAgainWhenTheSessionServiceHadABadDay() {
    var group = Group.of(2, SERVICE.now());
    SERVICE.sessionServiceRefuses = true;
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
    SERVICE.ask(RequestApi.JOIN, group.join(1));
    SERVICE.sessionServiceRefuses = false;

    SERVICE.clock.advance(Duration.ofSeconds(3));

    await()
        .until(
            () ->
                SERVICE.handedOver.stream()
                    .anyMatch(open -> open.request().signer().equals(group.creator().key())));
  }

  @Test
  void tellsWhatACrashLeftUntold() {
    var group = Group.of(2, SERVICE.now());
    var inbox = SERVICE.inbox(group.signers().get(1).key());
    var requests = SERVICE.services().documents(new RequestMachine());

    // The change is written, and whoever made it is gone.
    RunningService.await(
        requests.apply(
            group.id().hex(),
            new RequestCommand.Announce(
                SERVICE.now(),
                group.id(),
                group.announcement(),
                group.request(),
                new Keeping(60_000, SERVICE.now() + 60_000, true))));
    SERVICE.clock.advance(Duration.ofSeconds(3));

    await().until(() -> typesOf(inbox).contains("request.received"));
    assertThat(SERVICE.ask(RequestApi.FIND, queryOf(group, 1)).requests()).hasSize(1);
  }

  @Test
  void findsTheRequestsThatNameAKey() {
    var open = Group.of(2, SERVICE.now());
    var declined = Group.of(open.signers(), SERVICE.now(), SERVICE.now() + 600_000);
    SERVICE.ask(RequestApi.ANNOUNCE, open.announcement());
    SERVICE.ask(RequestApi.ANNOUNCE, declined.announcement());
    SERVICE.ask(RequestApi.DECLINE, declined.decline(1));

    var all = SERVICE.ask(RequestApi.FIND, queryOf(open, 1));
    var onlyOpen = SERVICE.ask(RequestApi.FIND, queryOf(open, 0, RequestState.OPEN));
    var onlyDeclined = SERVICE.ask(RequestApi.FIND, queryOf(open, 0, RequestState.DECLINED));
    var stranger = SERVICE.ask(RequestApi.FIND, queryOf(Group.of(1, SERVICE.now()), 0));

    assertThat(idsOf(all)).containsExactlyInAnyOrder(open.id().hex(), declined.id().hex());
    assertThat(idsOf(onlyOpen)).containsExactly(open.id().hex());
    assertThat(idsOf(onlyDeclined)).containsExactly(declined.id().hex());
    assertThat(stranger.requests()).isEmpty();
    assertThat(stranger.next()).isNull();
  }

  @Test
  void findsManyRequestsInPagesWithoutLosingOrRepeatingAny() {
    var group = Group.of(2, SERVICE.now());
    var announced = new HashSet<String>();
    for (int i = 0; i < 7; i++) {
      var next = Group.of(group.signers(), SERVICE.now(), SERVICE.now() + 600_000);
      SERVICE.ask(RequestApi.ANNOUNCE, next.announcement());
      announced.add(next.id().hex());
    }

    var found = new ArrayList<String>();
    String after = null;
    do {
      var page =
          SERVICE.ask(
              RequestApi.FIND,
              new RequestQuery(group.creator().key(), List.of(RequestState.OPEN), 3, after));
      found.addAll(idsOf(page));
      after = page.next();
    } while (after != null);

    assertThat(found)
        .isSorted()
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(announced);
  }

  private static RequestQuery queryOf(Group group, int index, RequestState... states) {
    return new RequestQuery(
        group.signers().get(index).key(), states.length == 0 ? null : List.of(states), null, null);
  }

  private static List<String> idsOf(RequestPage page) {
    return page.requests().stream().map(view -> view.requestId().hex()).toList();
  }

  private static RequestView view(Group group) {
    return SERVICE.ask(RequestApi.GET, new GetRequest(group.id()));
  }

  private static List<String> typesOf(Iterable<Event> events) {
    var types = new ArrayList<String>();
    events.forEach(event -> types.add(event.type()));
    return types;
  }

  private static Refusal refusal(ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call);
  }

  private static void awaitSettled(Group group) {
    await().until(() -> view(group).state() == RequestState.READY);
  }
}
