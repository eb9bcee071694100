package tutti.runtime.machine;

/**
 * A document of a cluster-wide map, changed by its {@link Machine} alone. Immutable, and readable
 * as JSON from what it is written as; a sealed type says by {@code @JsonTypeInfo} and
 * {@code @JsonSubTypes} which of its records it is.
 */
public interface Document {
  /** Nothing is due, ever. */
  long NEVER = Long.MAX_VALUE;

  /** When the sweeper must look at it next, milliseconds since 1970. */
  long dueAt();

  /**
   * How far this has come: never less after a change. When a split network heals, the copy that has
   * come further is kept; and a backup that has not come as far as its owner has missed something.
   */
  long progress();
}
