package tutti.session.domain;

import java.util.function.Function;

/** The sides of a session that can be looked at. */
public enum View {
  STATUS(Reading::status),
  DESCRIPTOR(Reading::descriptor),
  EVIDENCE(Reading::evidence),
  NONCES_TO_AGGREGATE(Reading::noncesToAggregate),
  SIGNATURES_TO_AGGREGATE(Reading::signaturesToAggregate),
  NEXT_SESSION(Reading::nextSession),
  OUTCOME(Reading::outcome);

  private final Function<Session, Object> reading;

  View(Function<Session, Object> reading) {
    this.reading = reading;
  }

  Object of(Session session) {
    return reading.apply(session);
  }
}
