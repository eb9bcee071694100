package tutti.request.domain;

/**
 * The limits that were in force when a request was announced, as far as its document needs them.
 *
 * @param retention how long it is kept after its end
 * @param replayableUntil until then the announcement could be announced again, so it must be known
 * @param inline whether events carry the announcement, or let the reader fetch it
 */
public record Keeping(long retention, long replayableUntil, boolean inline) {}
