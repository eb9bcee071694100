package tutti.simulation.mutation;

import tutti.simulation.store.StoreFaults;

/** A store that answers though a backup has not taken what it says it has. */
final class CarelessStore extends Mutations {
  private final boolean answersBeforeBackup;
  private final boolean ignoresStaleBackups;

  CarelessStore(boolean answersBeforeBackup, boolean ignoresStaleBackups) {
    this.answersBeforeBackup = answersBeforeBackup;
    this.ignoresStaleBackups = ignoresStaleBackups;
  }

  /** New owners do not find for long what they have. */
  static Mutations blind() {
    return new Mutations() {
      @Override
      public StoreFaults store(StoreFaults faults) {
        return new StoreFaults(faults.backupDelay(), faults.gapProbability(), 60_000, false, false);
      }
    };
  }

  @Override
  public StoreFaults store(StoreFaults faults) {
    double gaps = ignoresStaleBackups ? 0.2 : faults.gapProbability();
    return new StoreFaults(
        faults.backupDelay(), gaps, faults.blindness(), answersBeforeBackup, ignoresStaleBackups);
  }
}
