package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;
import static tutti.agent.session.Peers.MALLORY;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Lie;
import tutti.agent.session.Peers;
import tutti.protocol.Addresses;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.RequestCancelled;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.event.SignerAdvertised;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;

class RequestsTest {
  private final ScriptedBus bus = new ScriptedBus();
  private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
  private final Envelope announcement =
      Peers.envelope(
          BOB,
          RequestApi.ANNOUNCE.type(),
          Peers.request(RequestOptions.DEFAULTS, System.currentTimeMillis() + 60_000));
  private final RequestId id = RequestId.ofBody(CanonicalJson.of(announcement.body()));
  private final int alice =
      RequestApi.ANNOUNCE.bodyOf(announcement).orderedKeys().indexOf(ALICE.publicKey());
  private Agent agent = start(builder().policy(Policy.approveAll()));

  RequestsTest() {
    bus.answer(RequestApi.JOIN, said -> reply(RequestState.OPEN));
    bus.answer(RequestApi.DECLINE, said -> reply(RequestState.DECLINED));
  }

  @AfterEach
  void leave() {
    agent.close();
  }

  @Test
  void joinsWhatItsPolicyApproves() throws Exception {
    bus.deliver(event(1, new RequestReceived(id, announcement)));

    bus.await(RequestApi.JOIN.operation(), 1);

    Envelope join = bus.said(RequestApi.JOIN).get(0);
    assertThat(RequestApi.JOIN.bodyOf(join).signerIndex()).isEqualTo(alice);
    assertThat(join.isSignedBySigner(Peers.ENGINE)).isTrue();
  }

  @Test
  void declinesWhatItsPolicyRejects() throws Exception {
    restart(builder().policy(Policy.of(asked -> false, "not mine")));

    bus.deliver(event(1, new RequestReceived(id, announcement)));
    bus.await(RequestApi.DECLINE.operation(), 1);

    assertThat(RequestApi.DECLINE.bodyOf(bus.said(RequestApi.DECLINE).get(0)).reason())
        .isEqualTo("not mine");
    assertThat(bus.said(RequestApi.JOIN)).isEmpty();
  }

  @Test
  void declinesWhatItsPolicyFailsToDecide() throws Exception {
    restart(
        builder()
            .policy(
                asked -> {
                  throw new IllegalStateException("a policy's mistake");
                }));

    bus.deliver(event(1, new RequestReceived(id, announcement)));

    bus.await(RequestApi.DECLINE.operation(), 1);
    assertThat(bus.said(RequestApi.JOIN)).isEmpty();
  }

  @Test
  void leavesTheDecisionToTheApplicationWithoutAPolicy() throws Exception {
    restart(builder());
    bus.deliver(event(1, new RequestReceived(id, announcement)));
    assertThat(next(AgentEvent.Requested.class).requestId()).isEqualTo(id);
    assertThat(bus.said(RequestApi.JOIN)).isEmpty();

    agent.join(id).join();

    assertThat(bus.said(RequestApi.JOIN)).hasSize(1);
  }

  @Test
  void findsARequestThatItNeverHeardOf() throws Exception {
    bus.answer(RequestApi.FIND, query -> new RequestPage(List.of(view(RequestState.OPEN)), null));

    bus.await(RequestApi.JOIN.operation(), 1);
  }

  @Test
  void fetchesARequestThatIsTooLargeForItsEvent() throws Exception {
    bus.answer(RequestApi.GET, query -> view(RequestState.OPEN));

    bus.deliver(event(1, new RequestReceived(id, null)));

    bus.await(RequestApi.JOIN.operation(), 1);
  }

  @Test
  void joinsNoForgedRequest() throws Exception {
    Envelope forged =
        Peers.envelope(
            MALLORY, RequestApi.ANNOUNCE.type(), RequestApi.ANNOUNCE.bodyOf(announcement));

    bus.deliver(event(1, new RequestReceived(id, forged)));

    assertThat(next(AgentEvent.LieDetected.class).lie()).isEqualTo(Lie.REQUEST_SIGNATURE);
    assertThat(bus.said(RequestApi.JOIN)).isEmpty();
  }

  @Test
  void joinsNoRequestUnderAnotherId() throws Exception {
    var other = new RequestId(Peers.hash("other"));

    bus.deliver(Event.of(other.hex(), 1, 0, new RequestReceived(other, announcement)));

    assertThat(next(AgentEvent.LieDetected.class).lie()).isEqualTo(Lie.REQUEST_ID);
    assertThat(bus.said(RequestApi.JOIN)).isEmpty();
  }

  @Test
  void failsTheSignaturesOfARequestThatEnds() throws Exception {
    assertEnding(new RequestDeclined(id, 1, "no"), SigningFailedException.Ending.DECLINED);
    assertEnding(new RequestCancelled(id, null), SigningFailedException.Ending.CANCELLED);
    assertEnding(new RequestExpired(id, List.of(1)), SigningFailedException.Ending.EXPIRED);
  }

  @Test
  void noticesTheEndOfARequestThoughNoEventSaysSo() throws Exception {
    bus.deliver(event(1, new RequestReceived(id, announcement)));
    bus.await(RequestApi.JOIN.operation(), 1);
    bus.answer(RequestApi.GET, query -> view(RequestState.DECLINED));

    assertThatThrownBy(() -> agent.finalSignatures(id).join())
        .cause()
        .isInstanceOfSatisfying(
            SigningFailedException.class,
            end -> assertThat(end.ending()).isEqualTo(SigningFailedException.Ending.DECLINED));
  }

  @Test
  void refusesToAnswerForARequestThatNobodyKnows() {
    assertThatThrownBy(() -> agent.join(id).join())
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void announcesNothingInTheNameOfAnother() {
    assertThatThrownBy(() -> agent.announce(RequestApi.ANNOUNCE.bodyOf(announcement)).join())
        .cause()
        .isInstanceOf(Refusal.class);
    assertThat(bus.said(RequestApi.ANNOUNCE)).isEmpty();
  }

  @Test
  void returnsOnlyAdvertisementsThatTheirSignersSigned() {
    Envelope genuine = advertisement(BOB);
    Envelope forged =
        new Envelope(
            genuine.type(),
            MALLORY.publicKey(),
            1,
            genuine.sentAt(),
            genuine.body(),
            genuine.signature());
    bus.answer(
        DiscoveryApi.FIND,
        query ->
            new SignerPage(
                List.of(
                    new SignerListing(forged, SignerRecord.NONE),
                    new SignerListing(genuine, SignerRecord.NONE)),
                null));

    var page = agent.findSigners(SignerQuery.all()).join();

    assertThat(page.signers()).extracting(SignerListing::advertisement).containsExactly(genuine);
  }

  @Test
  void passesOnlyGenuineAdvertisementsToSubscribers() throws Exception {
    BlockingQueue<EventData> heard = new LinkedBlockingQueue<>();
    agent.subscribeToSigners(null, heard::add).join();
    Envelope genuine = advertisement(BOB);
    Envelope changed =
        new Envelope(
            genuine.type(),
            genuine.signer(),
            2,
            genuine.sentAt(),
            genuine.body(),
            genuine.signature());

    bus.publish(Addresses.SIGNER_EVENTS, Event.of("x", 1, 0, new SignerAdvertised(changed)));
    bus.publish(Addresses.SIGNER_EVENTS, Event.of("x", 2, 0, new SignerAdvertised(genuine)));

    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new SignerAdvertised(genuine));
    assertThat(heard).isEmpty();
  }

  private void assertEnding(EventData data, SigningFailedException.Ending ending)
      throws InterruptedException {
    restart(builder().policy(Policy.approveAll()));
    int joined = bus.said(RequestApi.JOIN).size();
    bus.deliver(event(1, new RequestReceived(id, announcement)));
    bus.await(RequestApi.JOIN.operation(), joined + 1);
    var signatures = agent.finalSignatures(id);

    bus.deliver(event(2, data));

    assertThatThrownBy(signatures::join)
        .cause()
        .isInstanceOfSatisfying(
            SigningFailedException.class, end -> assertThat(end.ending()).isEqualTo(ending));
  }

  private static Envelope advertisement(tutti.musig2.SecretKey key) {
    return Peers.envelope(
        key,
        DiscoveryApi.ADVERTISE.type(),
        new Advertisement(List.of("spend"), null, null, null, Peers.NOW, null));
  }

  private RequestView view(RequestState state) {
    return new RequestView(id, state, announcement, List.of(alice), 1 - alice, "no", null, 1);
  }

  private RequestReply reply(RequestState state) {
    return new RequestReply(id, state, false, List.of(), null);
  }

  private Event event(long number, EventData data) {
    return Event.of(id.hex(), number, 0, data);
  }

  private AgentBuilder builder() {
    Limits limits = Limits.defaults().with(Limit.SYNC_INTERVAL, 50);
    return Agent.builder(bus).key(ALICE).limits(limits).listener(events::add);
  }

  private static Agent start(AgentBuilder builder) {
    return builder.start().join();
  }

  private void restart(AgentBuilder builder) {
    agent.close();
    agent = start(builder);
  }

  private <T extends AgentEvent> T next(Class<T> type) throws InterruptedException {
    AgentEvent event = events.poll(20, TimeUnit.SECONDS);
    while (event != null && !type.isInstance(event)) {
      event = events.poll(20, TimeUnit.SECONDS);
    }
    assertThat(event).isNotNull();
    return type.cast(event);
  }
}
