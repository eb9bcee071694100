package tutti.agent.chain;

/** A funding is not as it must be. */
final class UnfundedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfundedException(String message) {
    super(message, null, false, false);
  }
}
