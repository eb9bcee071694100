package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import tutti.protocol.Envelope;
import tutti.protocol.SignedOperation;
import tutti.protocol.json.Wire;

/** Something that a signer could say now and that would be accepted. */
record Statement(SignedOperation<?, ?> operation, ScriptedSigner signer, Object body) {
  Envelope envelope() {
    return signer.draft(operation.type(), Wire.tree(body));
  }

  /** With another body, signed by its signer. */
  Envelope with(Consumer<ObjectNode> change) {
    return signer.draft(operation.type(), changed(change));
  }

  /** Said at another time. */
  Envelope sentAt(long time) {
    return signer.write(operation.type(), signer.next(), time, Wire.tree(body));
  }

  /** Said with another number. */
  Envelope numbered(long sequence) {
    return signer.write(operation.type(), sequence, System.currentTimeMillis(), Wire.tree(body));
  }

  /** Said by somebody else, about the same. */
  Envelope by(ScriptedSigner other) {
    return other.draft(operation.type(), Wire.tree(body));
  }

  private ObjectNode changed(Consumer<ObjectNode> change) {
    ObjectNode tree = Wire.tree(body);
    change.accept(tree);
    return tree;
  }
}
