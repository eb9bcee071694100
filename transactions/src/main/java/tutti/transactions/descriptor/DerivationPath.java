package tutti.transactions.descriptor;

import java.util.ArrayList;
import java.util.List;
import tutti.transactions.psbt.KeyOrigin;

/**
 * What stands behind a key: {@code /0/<0;1>/*}.
 *
 * @param steps each with one number, or one for each branch
 */
record DerivationPath(List<List<Long>> steps, Wildcard wildcard) {
  static final DerivationPath NONE = new DerivationPath(List.of(), Wildcard.NONE);

  /** What stands at the end. */
  enum Wildcard {
    NONE,
    PLAIN,
    HARDENED
  }

  DerivationPath {
    steps = steps.stream().map(List::copyOf).toList();
  }

  boolean isEmpty() {
    return steps.isEmpty() && !isRanged();
  }

  boolean isRanged() {
    return wildcard != Wildcard.NONE;
  }

  boolean isHardened() {
    return wildcard == Wildcard.HARDENED
        || steps.stream().flatMap(List::stream).anyMatch(step -> step >= KeyOrigin.HARDENED);
  }

  /** How many branches there are; 1 if it does not branch. */
  int branches() {
    return steps.stream().mapToInt(List::size).max().orElse(1);
  }

  List<Long> at(Position position) {
    List<Long> path = new ArrayList<>();
    for (List<Long> step : steps) {
      path.add(step.get(step.size() == 1 ? 0 : position.branch()));
    }
    if (isRanged()) {
      boolean hardened = wildcard == Wildcard.HARDENED;
      path.add(position.index() + (hardened ? KeyOrigin.HARDENED : 0));
    }
    return path;
  }
}
