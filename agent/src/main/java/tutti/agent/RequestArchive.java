package tutti.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;

/** What the services keep about requests, for reading. */
final class RequestArchive {
  private static final int MAX_REQUESTS = 100_000;

  private final AgentContext context;

  RequestArchive(AgentContext context) {
    this.context = context;
  }

  CompletableFuture<RequestView> get(RequestId id) {
    return context.calls().call(RequestApi.GET, new GetRequest(id), context.callDeadline());
  }

  /** All requests in these states that name this signer, page by page. */
  CompletableFuture<List<RequestView>> find(List<RequestState> states) {
    return find(states, null, new ArrayList<>());
  }

  private CompletableFuture<List<RequestView>> find(
      List<RequestState> states, @Nullable String after, List<RequestView> before) {
    var query = new RequestQuery(context.self(), states, null, after);
    return context
        .calls()
        .call(RequestApi.FIND, query, context.callDeadline())
        .thenCompose(page -> append(states, after, before, page));
  }

  private CompletableFuture<List<RequestView>> append(
      List<RequestState> states,
      @Nullable String after,
      List<RequestView> before,
      RequestPage page) {
    before.addAll(page.requests());
    if (page.next() == null) {
      return CompletableFuture.completedFuture(before);
    }
    if (page.next().equals(after) || before.size() > MAX_REQUESTS) {
      return CompletableFuture.failedFuture(
          Refusal.of(ErrorCode.MALFORMED, "pages that do not end"));
    }
    return find(states, page.next(), before);
  }
}
