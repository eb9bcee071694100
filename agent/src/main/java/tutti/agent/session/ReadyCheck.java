package tutti.agent.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionPhase;

/** Checks everything that opens a session. */
record ReadyCheck(Signer signer, SessionReady ready, Envelope announcement, List<Envelope> joins) {
  /** Checks the request alone, unless it is the one that was checked before. */
  VerifiedRequest request(Prior prior) throws DistrustException {
    VerifiedRequest known = prior.request();
    if (known != null
        && known.id().equals(ready.requestId())
        && known.announcement().equals(announcement)) {
      return known;
    }
    return VerifiedRequest.of(signer.engine(), announcement, ready.requestId(), signer.publicKey());
  }

  /** What this signer signs the request with, if it may. */
  KeyAccess access(VerifiedRequest request) throws StopException {
    try {
      return signer.keySource().of(request);
    } catch (Refusal refusal) {
      throw StopException.of(refusal);
    }
  }

  /** Checks that the session follows from the request, and that everybody has joined. */
  SessionFacts facts(SessionId id, VerifiedRequest request) throws DistrustException {
    int maxAttempts = request.request().optionsOrDefault().maxAttemptsOrDefault();
    DistrustException.unless(ready.attempt() > 0 && ready.attempt() <= maxAttempts, Lie.ATTEMPT);
    SessionFacts facts = SessionFacts.of(signer.engine(), request, ready.attempt());
    DistrustException.unless(
        ready.sessionId().equals(id) && facts.terms().sessionId().equals(id), Lie.SESSION_ID);
    DistrustException.unless(
        facts.election().coordinator() == ready.coordinator()
            && facts.election().proof().equals(ready.electionProof()),
        Lie.ELECTION);
    DistrustException.unless(ready.phase() == firstPhase(facts), Lie.PHASE);
    checkJoins(facts);
    return facts;
  }

  static SessionPhase firstPhase(SessionFacts facts) {
    return facts.request().request().optionsOrDefault().nonceCommitmentsOrDefault()
        ? SessionPhase.NONCE_COMMITMENT
        : SessionPhase.NONCE_EXCHANGE;
  }

  /** The creator has joined by announcing, so its own join may be missing. */
  private void checkJoins(SessionFacts facts) throws DistrustException {
    Map<PublicKey, Envelope> byKey = new HashMap<>();
    for (Envelope join : joins) {
      byKey.put(join.signer(), join);
    }
    byKey.putIfAbsent(announcement.signer(), announcement);
    List<PublicKey> keys = facts.keys();
    DistrustException.unless(byKey.size() == keys.size(), Lie.JOINS);
    for (int index = 0; index < keys.size(); index++) {
      Envelope join = byKey.get(keys.get(index));
      if (join == null || !proves(join, facts, index)) {
        throw new DistrustException(Lie.JOINS, "signer %d has not joined".formatted(index));
      }
    }
  }

  private boolean proves(Envelope join, SessionFacts facts, int index) {
    if (join.equals(announcement)) {
      return true; // verified as the request
    }
    try {
      Join said = RequestApi.JOIN.bodyOf(join);
      return said.requestId().equals(facts.request().id())
          && said.signerIndex() == index
          && join.isSignedBySigner(signer.engine());
    } catch (Refusal malformed) {
      return false;
    }
  }
}
