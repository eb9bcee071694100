package tutti.musig2;

/** Something that is asked of a suite that does not have it. */
public final class UnsupportedBySuiteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final Suite suite;

  public UnsupportedBySuiteException(Suite suite, String what) {
    super("suite %s does not support %s".formatted(suite, what));
    this.suite = suite;
  }

  public Suite suite() {
    return suite;
  }
}
