package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;

/** A signer declined; the request has ended. */
public record RequestDeclined(RequestId requestId, int signerIndex, @Nullable String reason)
    implements EventData {}
