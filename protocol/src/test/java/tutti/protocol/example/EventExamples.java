package tutti.protocol.example;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tutti.protocol.ErrorCode;
import tutti.protocol.Transcript;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.CoordinatorFailed;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.EventType;
import tutti.protocol.event.FailoverExhausted;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.ParticipantJoined;
import tutti.protocol.event.ParticipantUnreachable;
import tutti.protocol.event.RequestCancelled;
import tutti.protocol.event.RequestCreated;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.event.SessionReady;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.event.SignerAdvertised;
import tutti.protocol.event.SignerExpired;
import tutti.protocol.event.SignerWithdrawn;
import tutti.protocol.session.SessionPhase;

/** What everyone is told in the story, and in its other endings. */
final class EventExamples {
  private static final long TIME = Signer.START + 30_000;

  private final Story story;
  private final int bob;
  private final int carol;
  private final int coordinator;
  private final Map<String, Object> all = new HashMap<>();

  EventExamples(Story story) {
    this.story = story;
    this.bob = story.index(Signer.BOB);
    this.carol = story.index(Signer.CAROL);
    this.coordinator = story.terms.election().coordinator();
  }

  Event complete() {
    return Event.of(
        story.sessionId.hex(), 5, TIME, new SessionComplete(story.sessionId, story.signatures));
  }

  Map<String, Object> all() {
    String bobsKey = Signer.BOB.publicKey().hex();
    put(bobsKey, 1, new SignerAdvertised(DiscoveryExamples.advertisement()));
    put(bobsKey, 2, new SignerWithdrawn(Signer.BOB.publicKey(), "on holiday"));
    put(bobsKey, 3, new SignerExpired(Signer.BOB.publicKey()));
    requests(story.requestId.hex());
    rounds(story.sessionId.hex());
    ends(story.sessionId.hex());
    return all;
  }

  private void requests(String subject) {
    put(subject, 1, new RequestCreated(story.requestId, story.announcement));
    put(subject, 1, new RequestReceived(story.requestId, story.announcement));
    put(subject, 2, new ParticipantJoined(story.requestId, bob, Signer.BOB.publicKey(), 2, 3));
    put(subject, 3, new RequestDeclined(story.requestId, carol, "amount too high"));
    put(subject, 3, new RequestCancelled(story.requestId, "paid in cash instead"));
    put(subject, 3, new RequestExpired(story.requestId, List.of(carol)));
  }

  private void rounds(String subject) {
    put(
        story.retried().hex(),
        1,
        new SessionReady(
            story.retried(),
            story.requestId,
            2,
            story.sessionId,
            SessionPhase.NONCE_COMMITMENT,
            Story.DEADLINE,
            coordinator,
            story.terms.election().proof(),
            story.announcement,
            story.joins));
    put(
        subject,
        2,
        new NonceCommitmentsComplete(
            story.sessionId,
            Transcript.commitmentsHash(story.sessionId, story.commitmentSet()),
            story.commitmentSet(),
            Story.DEADLINE));
    put(
        subject,
        3,
        new NoncesComplete(
            story.sessionId,
            Transcript.noncesHash(story.sessionId, story.pubnonces()),
            story.pubnonces(),
            story.aggnonces,
            Story.DEADLINE));
    put(
        subject,
        4,
        new ParticipantUnreachable(
            story.sessionId, carol, SessionPhase.PARTIAL_SIGNATURE_EXCHANGE));
    put(subject, 5, new SessionComplete(story.sessionId, story.signatures));
  }

  private void ends(String subject) {
    put(
        subject,
        5,
        new SessionFailed(
            story.sessionId,
            ErrorCode.INVALID_PARTIAL_SIGNATURE,
            "the partial signature of signer %d is wrong".formatted(carol),
            carol));
    put(subject, 5, new SessionAborted(story.sessionId, bob, ErrorCode.NONCE_LOST, "restarted"));
    put(
        subject,
        5,
        new SessionExpired(
            story.sessionId, SessionPhase.PARTIAL_SIGNATURE_EXCHANGE, List.of(carol)));
    put(subject, 6, new ShouldBroadcast(story.sessionId, coordinator, Story.DEADLINE));
    put(
        subject,
        7,
        new BroadcastConfirmed(story.sessionId, coordinator, Story.hash("transaction").hex()));
    List<Integer> order = story.terms.election().priorityList();
    put(
        subject,
        7,
        new CoordinatorFailed(story.sessionId, order.get(0), order.get(1), "not in time"));
    put(subject, 10, new FailoverExhausted(story.sessionId, order));
    put(subject, 6, new SessionRetried(story.sessionId, story.retried(), 2, bob));
    put(subject, 11, new SessionClosed(story.sessionId));
  }

  private void put(String subject, long number, EventData data) {
    all.put("event." + EventType.of(data).wireName(), Event.of(subject, number, TIME, data));
  }
}
