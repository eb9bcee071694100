package tutti.protocol.event;

import tutti.protocol.SessionId;

/** A new attempt was opened. */
public record SessionRetried(
    SessionId sessionId, SessionId nextSessionId, int attempt, int retriedBy)
    implements EventData {}
