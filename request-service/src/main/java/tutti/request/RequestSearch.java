package tutti.request;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.request.domain.RequestCommand;
import tutti.request.domain.RequestDocument;
import tutti.request.domain.RequestOutcome;
import tutti.request.store.RequestIndex;
import tutti.runtime.state.Documents;

/**
 * Pages of the requests that name a key. The index says which; the documents say how they stand.
 */
final class RequestSearch {
  private static final int DEFAULT_PAGE = 50;

  private final Documents<RequestDocument, RequestCommand, RequestOutcome> requests;
  private final RequestIndex index;
  private final Limits limits;

  RequestSearch(
      Documents<RequestDocument, RequestCommand, RequestOutcome> requests,
      RequestIndex index,
      Limits limits) {
    this.requests = requests;
    this.index = index;
    this.limits = limits;
  }

  Future<RequestPage> find(RequestQuery query) {
    int asked = query.limit() == null ? DEFAULT_PAGE : query.limit();
    int limit = Math.min(asked, limits.intValue(Limit.PAGE_SIZE));
    boolean onlyOpen = List.of(RequestState.OPEN).equals(query.states());
    // One more than asked for, to know whether there is a next page.
    var page = new RequestIndex.Page(limit + 1, cursor(query.after()));
    return index
        .find(query.publicKey(), onlyOpen, page)
        .compose(ids -> new Reading(query, ids, limit).readFrom(0));
  }

  private static @Nullable String cursor(@Nullable String after) {
    if (after == null) {
      return null;
    }
    try {
      return RequestId.fromHex(after).hex();
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "after", "after is not the next of a page");
    }
  }

  /** One page in the making. It may be short where requests are large; it says what comes next. */
  private final class Reading {
    private final RequestQuery query;
    private final List<String> ids;
    private final int limit;
    private final List<RequestView> views = new ArrayList<>();
    private long bytes;

    Reading(RequestQuery query, List<String> ids, int limit) {
      this.query = query;
      this.ids = ids;
      this.limit = limit;
    }

    Future<RequestPage> readFrom(int position) {
      boolean full = position == limit || bytes >= limits.get(Limit.REQUEST_BYTES);
      if (position == ids.size() || full) {
        String next = position == ids.size() ? null : ids.get(position - 1);
        return Future.succeededFuture(new RequestPage(views, next));
      }
      return requests
          .apply(ids.get(position), new RequestCommand.Look())
          .map(outcome -> take(Objects.requireNonNull(outcome.view())))
          .recover(Reading::skipRemoved)
          .compose(ignored -> readFrom(position + 1));
    }

    private boolean take(RequestView view) {
      boolean wanted = query.states() == null || query.states().contains(view.state());
      if (wanted) {
        views.add(view);
        bytes += Wire.write(view).length;
      }
      return wanted;
    }

    private static Future<Boolean> skipRemoved(Throwable failure) {
      return failure instanceof Refusal refusal && refusal.code() == ErrorCode.NOT_FOUND
          ? Future.succeededFuture(false)
          : Future.failedFuture(failure);
    }
  }
}
