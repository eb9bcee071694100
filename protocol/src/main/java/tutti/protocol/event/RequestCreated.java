package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;

/** A request was announced. The envelope is left out where it is large; it can be fetched. */
public record RequestCreated(RequestId requestId, @Nullable Envelope request)
    implements EventData {}
