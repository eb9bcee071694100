package tutti.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;

/** A session as anyone sees it who asks for it. */
final class SessionView {
  private final Line line;
  private final SessionId id;

  SessionView(Line line, SessionId id) {
    this.line = line;
    this.id = id;
  }

  SessionStatus status() {
    return line.ask(SessionApi.STATUS, new SessionQuery(id));
  }

  SessionStatus awaitPhase(SessionPhase phase) {
    return await(phase.name())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(Refusal.class)
        .until(this::status, status -> status.phase() == phase);
  }

  /** The status when only these signers are still to contribute to a phase. */
  SessionStatus awaitMissing(SessionPhase phase, Integer... signers) {
    return await(phase.name())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(Refusal.class)
        .until(
            this::status,
            status -> status.phase() == phase && status.awaiting().equals(List.of(signers)));
  }

  Bytes commitmentsHash() {
    return event(NonceCommitmentsComplete.class).commitmentsHash();
  }

  List<List<PublicNonce>> pubnonces() {
    return java.util.Objects.requireNonNull(event(NoncesComplete.class).pubnonces());
  }

  /** What the others contributed, as they signed it. */
  List<tutti.protocol.Envelope> contributions(ContributionKind kind) {
    return line.ask(SessionApi.CONTRIBUTIONS, new ContributionsQuery(id, kind, 0, null))
        .contributions();
  }

  private <D extends EventData> D event(Class<D> type) {
    return line.ask(SessionApi.EVENTS, new EventsQuery(id, 0)).events().stream()
        .flatMap(event -> event.typed().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
