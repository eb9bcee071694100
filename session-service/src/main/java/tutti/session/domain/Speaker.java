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

  /** Takes note of a new sequence number, or refuses it. */
  static Session counted(Session session, int signer, long sequence) {
    long last = session.rounds().sequences().get(signer);
    if (sequence <= last) {
      throw Refusal.ofField(
          ErrorCode.REPLAY, "sequence", "sequence %d is not above %d".formatted(sequence, last));
    }
    long gap = session.charter().rules().sequenceGap();
    if (sequence - last > gap) {
      throw Refusal.ofField(
          ErrorCode.SEQUENCE_GAP,
          "sequence",
          "sequence %d is more than %d above %d".formatted(sequence, gap, last));
    }
    return session.with(session.rounds().withSequence(signer, sequence));
  }
}
