package tutti.simulation.store;

import tutti.protocol.Refusal;

/** Changes in a few words. */
final class Words {
  private Words() {}

  static String of(Invocation.Change change) {
    Refusal refusal = change.refusal();
    if (refusal != null) {
      return " refused: %s %s".formatted(refusal.code(), refusal.getMessage());
    }
    if (!change.isWrite()) {
      return "";
    }
    return change.after() == null ? " removed" : change.before() == null ? " created" : " changed";
  }
}
