package tutti.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import tutti.musig2.Signature;
import tutti.protocol.RequestId;
import tutti.protocol.request.RequestReply;

/**
 * A request that this agent announced.
 *
 * @param signatures one per item, from the first session; fails with {@link SigningFailedException}
 */
public record SigningHandle(
    RequestId requestId, RequestReply reply, CompletableFuture<List<Signature>> signatures) {}
