package tutti.session.domain;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.Transcript;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;

/** Reads contributions out of the envelopes that carry them. */
public final class Contributions {
  private Contributions() {}

  /** The typed contribution; any other envelope is refused. */
  public static Contribution parse(Envelope envelope) {
    String type = envelope.type();
    if (type.equals(SessionApi.COMMIT_NONCE.type())) {
      return SessionApi.COMMIT_NONCE.bodyOf(envelope);
    }
    if (type.equals(SessionApi.SHARE_NONCE.type())) {
      return SessionApi.SHARE_NONCE.bodyOf(envelope);
    }
    if (type.equals(SessionApi.SHARE_PARTIAL_SIGNATURE.type())) {
      return SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(envelope);
    }
    throw Refusal.ofField(ErrorCode.MALFORMED, "type", type + " is no contribution");
  }

  /** The phase that collects it. */
  static SessionPhase round(Contribution contribution) {
    if (contribution instanceof CommitNonce) {
      return SessionPhase.NONCE_COMMITMENT;
    }
    return contribution instanceof ShareNonce
        ? SessionPhase.NONCE_EXCHANGE
        : SessionPhase.PARTIAL_SIGNATURE_EXCHANGE;
  }

  /** All commitments, by signer index, then by item. */
  static List<List<Bytes>> commitments(Session session) {
    return session.rounds().commitments().all().stream()
        .map(envelope -> SessionApi.COMMIT_NONCE.bodyOf(envelope).commitments())
        .toList();
  }

  /** All pubnonces, by signer index, then by item. */
  static List<List<PublicNonce>> pubnonces(Session session) {
    return session.rounds().nonces().all().stream()
        .map(envelope -> SessionApi.SHARE_NONCE.bodyOf(envelope).pubnonces())
        .toList();
  }

  /** All partial signatures, by signer index, then by item. */
  static List<List<PartialSignature>> partialSigs(Session session) {
    return session.rounds().partialSigs().all().stream()
        .map(envelope -> SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(envelope).partialSigs())
        .toList();
  }

  static Bytes noncesHash(Session session) {
    return Transcript.noncesHash(session.charter().sessionId(), pubnonces(session));
  }
}
