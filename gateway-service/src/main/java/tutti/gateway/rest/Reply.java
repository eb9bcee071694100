package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import tutti.protocol.json.Wire;

/** What is answered; without a body where there is nothing to say. */
record Reply(int status, @Nullable ObjectNode body) {
  static final Reply NOTHING = new Reply(204, null);

  static Reply ok(Object record) {
    return new Reply(200, Wire.tree(record));
  }

  static Reply created(Object record) {
    return new Reply(201, Wire.tree(record));
  }
}
