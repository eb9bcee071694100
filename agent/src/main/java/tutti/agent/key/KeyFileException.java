package tutti.agent.key;

/** A key file that cannot be used, and why; never with anything of the key in it. */
public final class KeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyFileException(String message) {
    super(message);
  }
}
