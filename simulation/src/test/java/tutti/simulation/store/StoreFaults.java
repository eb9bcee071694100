package tutti.simulation.store;

/**
 * How the store of a run behaves.
 *
 * @param backupDelay the longest that a write takes to the backup, in milliseconds
 * @param gapProbability that a write does not come to the backup though its member lives
 * @param blindness the longest that a new owner does not find what it has, in milliseconds
 * @param answersBeforeBackup a fault: whoever asked is told before the backup has it
 * @param ignoresStaleBackups a fault: it does not matter that a backup does not come as far as its
 *     owner
 */
public record StoreFaults(
    long backupDelay,
    double gapProbability,
    long blindness,
    boolean answersBeforeBackup,
    boolean ignoresStaleBackups) {}
