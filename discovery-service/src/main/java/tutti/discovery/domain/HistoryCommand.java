package tutti.discovery.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.SessionId;

/**
 * Counts the end of a session for a signer, or only asks for the record.
 *
 * @param session the session that ended; absent to ask
 * @param atFault it failed, and this signer was named
 */
public record HistoryCommand(@Nullable SessionId session, boolean atFault) {
  public static HistoryCommand ask() {
    return new HistoryCommand(null, false);
  }
}
