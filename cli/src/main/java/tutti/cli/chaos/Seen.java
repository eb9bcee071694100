package tutti.cli.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;

/**
 * Where things were seen first, in hashes and in a fixed amount of memory, so that it may be asked
 * of a run of any length. When it is full it forgets some, and never says too much.
 */
final class Seen {
  private static final int PLACES = 1 << 18;
  private static final int NEIGHBOURS = 16;
  private static final long NOTHING = 0;

  private final long[] things;
  private final long[] places;

  Seen() {
    this(PLACES);
  }

  /**
   * @param room for so many; a power of two
   */
  Seen(int room) {
    things = new long[room];
    places = new long[room];
  }

  /** Notes that this was seen there; says whether it was seen elsewhere before. */
  synchronized boolean elsewhere(String thing, String place) {
    long thingHash = hash(thing);
    long placeHash = hash(place);
    int first = (int) thingHash & (things.length - 1);
    int free = first;
    for (int i = Math.min(NEIGHBOURS, things.length) - 1; i >= 0; i--) {
      int at = (first + i) & (things.length - 1);
      if (things[at] == thingHash) {
        return places[at] != placeHash;
      }
      if (things[at] == NOTHING) {
        free = at;
      }
    }
    things[free] = thingHash;
    places[free] = placeHash;
    return false;
  }

  private static long hash(String text) {
    Bytes hash = TaggedHash.sha256(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    long first = ByteBuffer.wrap(hash.toArray()).getLong();
    return first == NOTHING ? 1 : first;
  }
}
