package tutti.agent.session;

/** Something that the services showed is not true. */
public final class DistrustException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Lie lie;

  public DistrustException(Lie lie) {
    this(lie, lie.description());
  }

  public DistrustException(Lie lie, String detail) {
    super(detail, null, false, false);
    this.lie = lie;
  }

  public Lie lie() {
    return lie;
  }

  /** What exactly is wrong. */
  public String detail() {
    String message = getMessage();
    return message == null ? lie.description() : message;
  }

  static void unless(boolean condition, Lie lie) throws DistrustException {
    if (!condition) {
      throw new DistrustException(lie);
    }
  }
}
