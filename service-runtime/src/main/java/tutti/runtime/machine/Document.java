package tutti.runtime.machine;

/** A document of a cluster-wide map, changed by its {@link Machine} alone. Immutable. */
public interface Document {
  /** Nothing is due, ever. */
  long NEVER = Long.MAX_VALUE;

  /** When the sweeper must look at it next, milliseconds since 1970. */
  long dueAt();
}
