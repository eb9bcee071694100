package tutti.session.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;

/** One place per signer for its contribution of a round, kept as received. Immutable. */
public final class Slots {
  private final @Nullable Envelope[] bySigner;
  private final int filled;

  private Slots(@Nullable Envelope[] bySigner, int filled) {
    this.bySigner = bySigner;
    this.filled = filled;
  }

  public static Slots empty(int signers) {
    return new Slots(new @Nullable Envelope[signers], 0);
  }

  @JsonCreator
  static Slots of(List<@Nullable Envelope> bySigner) {
    int filled = (int) bySigner.stream().filter(slot -> slot != null).count();
    return new Slots(bySigner.toArray(new @Nullable Envelope[0]), filled);
  }

  @JsonValue
  List<@Nullable Envelope> bySigner() {
    return Collections.<@Nullable Envelope>unmodifiableList(
        Arrays.<@Nullable Envelope>asList(bySigner));
  }

  public @Nullable Envelope at(int signer) {
    return bySigner[signer];
  }

  /** These slots with an empty one filled. */
  Slots with(int signer, Envelope contribution) {
    @Nullable Envelope[] changed = bySigner.clone();
    changed[signer] = contribution;
    return new Slots(changed, filled + 1);
  }

  int filled() {
    return filled;
  }

  public boolean complete() {
    return filled == bySigner.length;
  }

  public List<Integer> awaiting() {
    return complete()
        ? List.of()
        : IntStream.range(0, bySigner.length).filter(i -> bySigner[i] == null).boxed().toList();
  }

  /** The contributions of the signers {@code from..to-1} that are there, in signer order. */
  public List<Envelope> range(int from, int to) {
    List<Envelope> found = new ArrayList<>();
    for (int signer = from; signer < Math.min(to, bySigner.length); signer++) {
      Envelope contribution = bySigner[signer];
      if (contribution != null) {
        found.add(contribution);
      }
    }
    return found;
  }

  /** All contributions, in signer order. */
  public List<Envelope> all() {
    return range(0, bySigner.length);
  }
}
