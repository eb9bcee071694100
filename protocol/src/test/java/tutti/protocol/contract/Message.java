package tutti.protocol.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Function;
import tutti.protocol.json.Wire;

/**
 * A message of the contract: where its example and schema are, and how Java reads it.
 *
 * @param name of the example, without {@code .json}
 * @param schemaName of the schema, without {@code .json}
 * @param open whether unknown fields are ignored, as in replies and events
 * @param reader reads it as a receiver does, all of it, and gives it back as it is written
 */
record Message(
    String name, String schemaName, boolean open, Function<ObjectNode, ObjectNode> reader) {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  static Message of(String name, boolean open, Function<ObjectNode, ObjectNode> reader) {
    return new Message(name, name, open, reader);
  }

  ObjectNode example() {
    try (InputStream in = Message.class.getResourceAsStream("/tutti/examples/" + name + ".json")) {
      return Wire.read(Objects.requireNonNull(in, name).readAllBytes(), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes out when Java has read and written it, as any JSON reader sees it. */
  ObjectNode rewritten(ObjectNode message) {
    return Wire.read(Wire.write(reader.apply(message)), ObjectNode.class);
  }

  JsonSchema schema() {
    return SCHEMAS.getSchema(SchemaLocation.of("classpath:tutti/schema/" + schemaName + ".json"));
  }

  @Override
  public String toString() {
    return name;
  }
}
