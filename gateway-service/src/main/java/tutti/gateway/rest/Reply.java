package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.protocol.json.Wire;

/**
 * What is answered; without a body where there is nothing to say.
 *
 * @param shownOnce members of the body that are kept nowhere
 */
record Reply(int status, @Nullable ObjectNode body, Set<String> shownOnce) {
  static final Reply NOTHING = new Reply(204, null);

  Reply(int status, @Nullable ObjectNode body) {
    this(status, body, Set.of());
  }

  static Reply ok(Object record) {
    return new Reply(200, Wire.tree(record));
  }

  /** Something new, with a secret that is shown this once. */
  static Reply created(Object record, String secret) {
    return new Reply(201, Wire.tree(record), Set.of(secret));
  }
}
