package tutti.musig2;

/**
 * The engine that a choice led to.
 *
 * @param engine safe for use by many threads
 * @param reason why it is this one, for a line in a log
 */
public record EngineSelection(Engine engine, String reason) {}
