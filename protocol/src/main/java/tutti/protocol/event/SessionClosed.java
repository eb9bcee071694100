package tutti.protocol.event;

import tutti.protocol.SessionId;

/** The session has been removed. */
public record SessionClosed(SessionId sessionId) implements EventData {}
