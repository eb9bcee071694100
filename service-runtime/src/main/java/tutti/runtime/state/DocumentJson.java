package tutti.runtime.state;

import java.nio.charset.StandardCharsets;
import tutti.protocol.json.Wire;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/** Documents as text, as the durable store has them. */
final class DocumentJson {
  private DocumentJson() {}

  static String write(Document document) {
    return new String(Wire.write(document), StandardCharsets.UTF_8);
  }

  /** Leniently: a release that is newer may have added a field. */
  static <D extends Document> D read(Machine<D, ?, ?> machine, String json) {
    return Wire.readLenient(json.getBytes(StandardCharsets.UTF_8), machine.documentType());
  }
}
