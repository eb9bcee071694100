package tutti.session.domain;

import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;

/** Who says something, checked against the session: binding first, then the sequence number. */
final class Speaker {
  private Speaker() {}

  /** Refuses what is about another session or comes from another key than the index says. */
  static void require(Session session, Envelope envelope, SessionId about, int signerIndex) {
    Charter charter = session.charter();
    if (!about.equals(charter.sessionId())) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "body.sessionId", "names another session");
    }
    if (signerIndex >= charter.signers()
        || !charter.keys().get(signerIndex).equals(envelope.signer())) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT,
          "body.signerIndex",
          "the envelope's signer is not signer %d of this session".formatted(signerIndex));
    }
  }

  /**
   * Takes note of a new statement's sequence number, or refuses the statement for it. Only what is
   * new comes here, so a repetition is welcome however old it is.
   */
  static Session counted(Session session, int signer, Envelope envelope, long now) {
    SessionRules rules = session.charter().rules();
    if (Math.abs(now - envelope.sentAt()) > rules.timestampSkew()) {
      throw Refusal.ofField(
          ErrorCode.CLOCK_SKEW,
          "sentAt",
          "sentAt is %d ms away from now".formatted(envelope.sentAt() - now));
    }
    long sequence = envelope.sequence();
    long last = session.rounds().sequences().get(signer);
    if (sequence <= last) {
      throw Refusal.ofField(
          ErrorCode.REPLAY, "sequence", "sequence %d is not above %d".formatted(sequence, last));
    }
    if (sequence - last > rules.sequenceGap()) {
      throw Refusal.ofField(
          ErrorCode.SEQUENCE_GAP,
          "sequence",
          "sequence %d is more than %d above %d".formatted(sequence, rules.sequenceGap(), last));
    }
    return session.with(session.rounds().withSequence(signer, sequence));
  }
}
