package tutti.runtime.state;

import com.hazelcast.nio.serialization.ByteArraySerializer;
import tutti.protocol.json.Wire;

/**
 * Documents as JSON, for the times when they move: migration, replication to a new backup, merge. A
 * sealed type says by {@code @JsonTypeInfo} and {@code @JsonSubTypes} which of its records it is.
 */
final class DocumentSerializer<T> implements ByteArraySerializer<T> {
  private final Class<T> type;
  private final int typeId;

  DocumentSerializer(Class<T> type, int typeId) {
    this.type = type;
    this.typeId = typeId;
  }

  @Override
  public int getTypeId() {
    return typeId;
  }

  @Override
  public byte[] write(T document) {
    return Wire.write(document);
  }

  /** Leniently: a member that is newer may have added a field. */
  @Override
  public T read(byte[] json) {
    return Wire.readLenient(json, type);
  }
}
