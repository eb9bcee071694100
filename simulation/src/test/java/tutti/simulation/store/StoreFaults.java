package tutti.simulation.store;

/**
 * How the store of a run behaves.
 *
 * @param backupDelay the longest that a write takes to the backup, in milliseconds
 * @param gapProbability that a write does not come to the backup though its member lives
 * @param answersBeforeBackup a fault: whoever asked is told before the backup has it
 * @param ignoresStaleBackups a fault: it does not matter that a backup does not come as far as its
 *     owner
 */
public record StoreFaults(
    long backupDelay,
    double gapProbability,
    boolean answersBeforeBackup,
    boolean ignoresStaleBackups) {}
