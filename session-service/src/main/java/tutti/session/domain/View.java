package tutti.session.domain;

/** The sides of a session that can be looked at. */
public enum View {
  STATUS,
  DESCRIPTOR,
  EVIDENCE,
  NONCES_TO_AGGREGATE,
  SIGNATURES_TO_AGGREGATE,
  NEXT_SESSION,
  OUTCOME;

  Object of(Session session) {
    return switch (this) {
      case STATUS -> Reading.status(session);
      case DESCRIPTOR -> Reading.descriptor(session);
      case EVIDENCE -> Reading.evidence(session);
      case NONCES_TO_AGGREGATE -> Reading.noncesToAggregate(session);
      case SIGNATURES_TO_AGGREGATE -> Reading.signaturesToAggregate(session);
      case NEXT_SESSION -> Reading.nextSession(session);
      case OUTCOME -> Reading.outcome(session);
    };
  }
}
