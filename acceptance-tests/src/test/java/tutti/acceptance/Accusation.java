package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tutti.musig2.Engines;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.EvidenceCheck;

/** Evidence, and what services could make of it. */
final class Accusation {
  private Accusation() {}

  /** The evidence with its JSON changed. */
  static Evidence of(Evidence evidence, Consumer<ObjectNode> change) {
    return TamperedBus.edited(evidence, Evidence.class, change);
  }

  /** What is wrong with it, for someone who has nothing but the bytes. */
  static Optional<String> flaw(Evidence evidence) {
    Evidence read = Wire.read(Wire.write(evidence), Evidence.class);
    return new EvidenceCheck(Engines.bouncyCastle()).flaw(read);
  }

  /** The partial signature of an honest signer, and nonces in another order. */
  static Evidence withOtherNonces(Evidence evidence, int victim, Envelope share) {
    Evidence framed = framed(evidence, victim, ErrorCode.INVALID_PARTIAL_SIGNATURE, share);
    return of(
        framed,
        json -> {
          json.withArray("pubnonces").add(json.withArray("pubnonces").remove(0));
        });
  }

  /** Two partial signatures of an honest signer, one of which it never made. */
  static Evidence withForgedShare(Evidence evidence, int victim, Envelope share) {
    Evidence framed = framed(evidence, victim, ErrorCode.EQUIVOCATION, share, share);
    return of(
        framed,
        json -> {
          var body = json.withArray("statements").get(1).get("body");
          ((ObjectNode) body).withArray("partialSigs").set(0, Forgery.OTHER);
        });
  }

  /** What one signer said, held against it or another. */
  static Evidence framed(Evidence found, int victim, ErrorCode code, Envelope... said) {
    return new Evidence(
        found.sessionId(),
        found.attempt(),
        code,
        victim,
        found.request(),
        List.of(said),
        found.pubnonces());
  }
}
