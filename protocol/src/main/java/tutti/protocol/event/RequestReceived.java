package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;

/** You are named in a request. The envelope is left out where it is large; it can be fetched. */
public record RequestReceived(RequestId requestId, @Nullable Envelope request)
    implements EventData {}
