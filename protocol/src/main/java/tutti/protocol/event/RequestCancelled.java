package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;

/** The creator took the request back. */
public record RequestCancelled(RequestId requestId, @Nullable String reason) implements EventData {}
