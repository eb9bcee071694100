package tutti.simulation.world;

/** Something that must never be so, was. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String what, Throwable cause) {
    super(what, cause);
  }
}
