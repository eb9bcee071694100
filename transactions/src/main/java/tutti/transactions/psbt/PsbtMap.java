package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;

/** The pairs of one map in their order, known or not. Immutable. */
final class PsbtMap {
  static final PsbtMap EMPTY = new PsbtMap(List.of());

  private static final int END = 0;

  private final List<Pair> pairs;
  private final Map<Bytes, Pair> byKey;

  private PsbtMap(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
    this.byKey = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      if (byKey.put(pair.key(), pair) != null) {
        throw Refusal.of(ErrorCode.MALFORMED, "the key %s is there twice".formatted(pair.key()));
      }
    }
  }

  /** Reads pairs up to the end of the map. */
  static PsbtMap read(ByteReader reader) {
    List<Pair> pairs = new ArrayList<>();
    for (Bytes key = reader.sized(); key.length() > 0; key = reader.sized()) {
      pairs.add(Pair.read(key, reader));
    }
    return new PsbtMap(pairs);
  }

  void write(ByteWriter writer) {
    pairs.forEach(pair -> pair.write(writer));
    writer.u8(END);
  }

  List<Pair> pairs() {
    return pairs;
  }

  /** The value of a field of which there is one. */
  Optional<Bytes> value(Field field) {
    return value(field, Bytes.EMPTY);
  }

  Optional<Bytes> value(Field field, Bytes keyData) {
    Pair pair = byKey.get(new Pair(field.type(), keyData, Bytes.EMPTY).key());
    return Optional.ofNullable(pair).map(Pair::value);
  }

  /** All pairs of a kind, in their order. */
  List<Pair> all(Field field) {
    return pairs.stream().filter(pair -> pair.type() == field.type()).toList();
  }

  boolean has(Field field) {
    return pairs.stream().anyMatch(pair -> pair.type() == field.type());
  }

  /**
   * The map with a value; the same map if it is there already. It comes after the next smaller key,
   * so sorted maps stay sorted, and the order of what is there never changes.
   *
   * @throws Refusal {@code CONFLICT} if there is another value
   */
  PsbtMap with(Field field, Bytes keyData, Bytes value) {
    return with(new Pair(field.type(), keyData, value), field.label());
  }

  /** The map with a pair, which is known by a name if it is refused. */
  PsbtMap with(Pair pair, String name) {
    Pair there = byKey.get(pair.key());
    if (there != null) {
      if (there.value().equals(pair.value())) {
        return this;
      }
      throw Refusal.ofField(ErrorCode.CONFLICT, name, "there is another value");
    }
    List<Pair> more = new ArrayList<>(pairs);
    more.add(place(pair.key()), pair);
    return new PsbtMap(more);
  }

  private int place(Bytes key) {
    int place = 0;
    Bytes before = Bytes.EMPTY;
    for (int i = 0; i < pairs.size(); i++) {
      Bytes other = pairs.get(i).key();
      if (other.compareTo(key) < 0 && other.compareTo(before) > 0) {
        place = i + 1;
        before = other;
      }
    }
    return place;
  }

  /** The map with a value in place of the one that is there. */
  PsbtMap replacing(Field field, Bytes value) {
    return new PsbtMap(
        pairs.stream()
            .map(pair -> pair.type() == field.type() ? replaced(pair, value) : pair)
            .toList());
  }

  PsbtMap without(Predicate<Pair> unwanted) {
    return new PsbtMap(pairs.stream().filter(unwanted.negate()).toList());
  }

  private static Pair replaced(Pair pair, Bytes value) {
    return new Pair(pair.type(), pair.keyData(), value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PsbtMap that && pairs.equals(that.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  @Override
  public String toString() {
    return "PsbtMap" + pairs;
  }
}
