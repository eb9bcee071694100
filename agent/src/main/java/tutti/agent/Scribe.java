package tutti.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import tutti.agent.session.Signer;
import tutti.protocol.Envelope;
import tutti.protocol.json.Wire;

/** Signs what this signer says. No two of its envelopes carry the same time. */
final class Scribe {
  private final Signer signer;
  private final Clock clock;
  private long lastSentAt;

  Scribe(Signer signer, Clock clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /** An envelope that stands on its own, outside of any session. */
  Envelope sign(String type, Object body) {
    return sign(type, 1, body);
  }

  Envelope sign(String type, long sequence, Object body) {
    ObjectNode tree = Wire.tree(body);
    lastSentAt = Math.max(lastSentAt + 1, clock.millis());
    var digest = Envelope.digest(type, signer.publicKey(), sequence, lastSentAt, tree);
    return new Envelope(
        type,
        signer.publicKey(),
        sequence,
        lastSentAt,
        tree,
        signer.engine().signSchnorr(signer.key(), digest));
  }
}
