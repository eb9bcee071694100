package tutti.protocol.example;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tutti.protocol.ErrorCode;
import tutti.protocol.SignedOperation;
import tutti.protocol.session.Abort;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.BroadcastView;
import tutti.protocol.session.Close;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.OpenSession;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;

/** The three rounds of the session, its end, and what is asked about it. */
final class SessionExamples {
  private final Story story;
  private final Map<String, Object> all = new HashMap<>();

  SessionExamples(Story story) {
    this.story = story;
  }

  Map<String, Object> all() {
    int bob = story.index(Signer.BOB);
    int carol = story.index(Signer.CAROL);
    all.put("session.commit-nonce.request", story.commitmentBy(Signer.BOB));
    all.put("session.share-nonce.request", story.nonceBy(Signer.BOB));
    all.put("session.share-partial-signature.request", story.partialBy(Signer.BOB));
    said(SessionApi.ABORT, 6, new Abort(story.sessionId, bob, ErrorCode.NONCE_LOST, "restarted"));
    said(SessionApi.CLOSE, 8, new Close(story.sessionId, bob));
    said(SessionApi.RETRY, 7, new Retry(story.sessionId, bob, 2));
    said(
        SessionApi.CONFIRM_BROADCAST,
        6,
        new ConfirmBroadcast(story.sessionId, bob, Story.hash("transaction").hex()));
    said(
        SessionApi.REPORT_BROADCAST_FAILURE,
        6,
        new ReportBroadcastFailure(story.sessionId, bob, "no route to the node"));
    reply("commit-nonce", SessionPhase.NONCE_COMMITMENT, List.of(carol));
    reply("share-nonce", SessionPhase.NONCE_EXCHANGE, List.of(carol));
    reply("share-partial-signature", SessionPhase.PARTIAL_SIGNATURE_EXCHANGE, List.of(carol));
    reply("abort", SessionPhase.ABORTED, List.of());
    reply("close", SessionPhase.COMPLETE, List.of());
    all.put(
        "session.retry.reply",
        new SessionReply(story.retried(), SessionPhase.NONCE_COMMITMENT, false, List.of(0, 1, 2)));
    reply("confirm-broadcast", SessionPhase.COMPLETE, List.of());
    reply("report-broadcast-failure", SessionPhase.COMPLETE, List.of());
    reads();
    return all;
  }

  private void reads() {
    SessionQuery query = new SessionQuery(story.sessionId);
    all.put("session.status.request", query);
    all.put("session.status.reply", complete());
    all.put("session.status.failed.reply", failed());
    all.put("session.get.request", query);
    all.put(
        "session.get.reply",
        new SessionDescriptor(
            story.retried(), story.requestId, 2, story.announcement, story.sessionId));
    all.put("session.events.request", new EventsQuery(story.sessionId, 2));
    EventExamples events = new EventExamples(story);
    all.put("session.events.reply", new EventsPage(List.of(events.complete()), 6));
    all.put(
        "session.contributions.request",
        new ContributionsQuery(story.sessionId, ContributionKind.NONCES, 0, 2));
    all.put(
        "session.contributions.reply",
        new ContributionsPage(story.signers.stream().limit(2).map(story::nonceBy).toList(), 2));
    all.put("session.evidence.request", query);
    all.put("session.evidence.reply", new EvidenceExamples(story).invalidPartialSignature());
    all.put("session.open.request", new OpenSession(story.announcement, story.joins));
    reply("open", SessionPhase.NONCE_COMMITMENT, List.of(0, 1, 2));
  }

  private <B> void said(SignedOperation<B, ?> operation, long sequence, B body) {
    all.put(operation.type() + ".request", Signer.BOB.say(operation, sequence, body));
  }

  private void reply(String verb, SessionPhase phase, List<Integer> awaiting) {
    all.put(
        "session." + verb + ".reply", new SessionReply(story.sessionId, phase, false, awaiting));
  }

  private SessionStatus complete() {
    int coordinator = story.terms.election().coordinator();
    return new SessionStatus(
        story.sessionId,
        story.requestId,
        1,
        SessionPhase.COMPLETE,
        null,
        3,
        List.of(),
        coordinator,
        story.signatures,
        new BroadcastView(
            BroadcastState.AWAITING_BROADCAST, coordinator, Story.DEADLINE, List.of(), null),
        null,
        null,
        6);
  }

  private SessionStatus failed() {
    int carol = story.index(Signer.CAROL);
    return new SessionStatus(
        story.sessionId,
        story.requestId,
        1,
        SessionPhase.FAILED,
        null,
        3,
        List.of(),
        story.terms.election().coordinator(),
        null,
        null,
        new SessionFailure(
            ErrorCode.INVALID_PARTIAL_SIGNATURE,
            "the partial signature of signer %d is wrong".formatted(carol),
            carol,
            null,
            null),
        story.retried(),
        5);
  }
}
