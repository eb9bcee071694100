package tutti.musig2;

/**
 * The engine that a choice led to.
 *
 * @param engine safe for use by many threads
 * @param reason why it is this one
 */
public record EngineSelection(Engine engine, String reason) {
  /** One line: which, and why. */
  @Override
  public String toString() {
    return "%s: %s".formatted(engine.name(), reason);
  }
}
