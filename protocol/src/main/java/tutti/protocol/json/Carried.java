package tutti.protocol.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A record of any type: as it was given, or its JSON, once it has travelled. */
public record Carried(@JsonValue Object value) {

  @JsonCreator
  static Carried arrived(ObjectNode json) {
    return new Carried(json);
  }

  /** The record, read if need be. */
  public <T> T as(Class<T> type) {
    return value instanceof ObjectNode json ? Wire.read(json, type) : type.cast(value);
  }
}
