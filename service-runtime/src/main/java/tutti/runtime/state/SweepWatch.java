package tutti.runtime.state;

/** Sees what a sweeper does. */
public interface SweepWatch {
  /** Sees nothing. */
  SweepWatch NONE = new SweepWatch() {};

  /** A sweep has ended; with so many documents something was done, with so many it failed. */
  default void swept(int done, int left, long nanos) {}

  /** What is due could not be found out. */
  default void failed() {}
}
