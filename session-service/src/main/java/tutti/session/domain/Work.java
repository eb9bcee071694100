package tutti.session.domain;

/** What a session needs from outside before it can go on, or before it is done with. */
public enum Work {
  /** All pubnonces are in: aggregate them. */
  AGGREGATE_NONCES,
  /** All partial signatures are in: aggregate, verify, or find the culprit. */
  AGGREGATE_SIGNATURES,
  /** A retry was accepted: open the next session. */
  OPEN_NEXT,
  /** It ended: let the signers' records know. */
  RECORD_OUTCOME;

  /** What whoever does it has to know. */
  Object query(Session session) {
    return switch (this) {
      case AGGREGATE_NONCES -> Reading.noncesToAggregate(session);
      case AGGREGATE_SIGNATURES -> Reading.signaturesToAggregate(session);
      case OPEN_NEXT -> Reading.nextSession(session);
      case RECORD_OUTCOME -> Reading.outcome(session);
    };
  }
}
