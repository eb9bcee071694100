package tutti.simulation.store;

import tutti.protocol.Refusal;

/** What was done in a few words. */
final class Words {
  private Words() {}

  static String of(StoreWatch.Run run) {
    Refusal refusal = run.refusal();
    if (refusal != null) {
      return " refused: %s %s".formatted(refusal.code(), refusal.getMessage());
    }
    if (!run.isWrite()) {
      return "";
    }
    return run.after() == null ? " removed" : run.before() == null ? " created" : " changed";
  }
}
