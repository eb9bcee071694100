package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import tutti.musig2.Engines;
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
}
