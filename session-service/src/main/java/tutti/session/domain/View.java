package tutti.session.domain;

/** The sides of a session that can be looked at. */
public enum View {
  STATUS,
  DESCRIPTOR,
  EVIDENCE;

  Object of(Session session) {
    return switch (this) {
      case STATUS -> Reading.status(session);
      case DESCRIPTOR -> Reading.descriptor(session);
      case EVIDENCE -> Reading.evidence(session);
    };
  }
}
