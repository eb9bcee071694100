package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unhardened steps that lead from an aggregate key to one of its children (BIP328): as
 * descriptors have them, a branch for receiving or for change, and an index there come last.
 */
record ChildPath(List<Long> steps) {
  static final ChildPath NONE = new ChildPath(List.of());

  /** Receiving is 0, change is 1, where a descriptor says {@code <0;1>}. */
  private static final long LAST_BRANCH = 1;

  /** Wallets look some way ahead of what they have seen used; Bitcoin Core so far. */
  private static final long GAP = 1_000;

  /** Branch and index, or what there is of them. */
  private static final int END = 2;

  ChildPath {
    steps = List.copyOf(steps);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Branch and index. */
  List<Long> end() {
    return steps.subList(Math.max(0, steps.size() - END), steps.size());
  }

  /** The same key of a descriptor at the branch and index of another one; one is always there. */
  Optional<ChildPath> movedTo(ChildPath other) {
    if (isEmpty()) {
      return Optional.of(this);
    }
    if (steps.size() != other.steps.size()) {
      return Optional.empty();
    }
    List<Long> moved = new ArrayList<>(steps.subList(0, steps.size() - end().size()));
    moved.addAll(other.end());
    return Optional.of(new ChildPath(moved));
  }

  /** Whether wallets that know that those are used would see a use of this one. */
  boolean isLookedAtBeside(List<ChildPath> used) {
    return isEmpty()
        || (used.stream().allMatch(this::isBranchBeside) && index() <= reached(used) + GAP);
  }

  private boolean isBranchBeside(ChildPath used) {
    if (used.steps.size() != steps.size()) {
      return false;
    }
    return steps.size() < END
        || branch() == used.branch()
        || (branch() <= LAST_BRANCH && used.branch() <= LAST_BRANCH);
  }

  /** The highest index that wallets see used, one after the other, from the lowest on. */
  private static long reached(List<ChildPath> used) {
    List<Long> indexes = used.stream().map(ChildPath::index).sorted().toList();
    long reached = indexes.get(0);
    for (long index : indexes) {
      if (index <= reached + GAP) {
        reached = index;
      }
    }
    return reached;
  }

  private long index() {
    return steps.get(steps.size() - 1);
  }

  private long branch() {
    return steps.get(steps.size() - END);
  }

  /** As descriptors write it, after the key. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append('/').append(step));
    return text.toString();
  }
}
