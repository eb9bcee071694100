package tutti.request;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.Objects;
import tutti.protocol.Envelope;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.RequestId;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.EndRequest;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.request.domain.AnnouncedKeys;
import tutti.request.domain.Keeping;
import tutti.request.domain.RequestAdmission;
import tutti.request.domain.RequestCommand;
import tutti.request.domain.RequestDocument;
import tutti.request.domain.RequestMachine;
import tutti.request.domain.RequestOutcome;
import tutti.request.store.RequestIndex;
import tutti.runtime.Environment;
import tutti.runtime.bus.Authenticity;
import tutti.runtime.state.Documents;

/** One method per operation: check the form, check the signature, change the document, tell. */
final class RequestHandlers {
  private final Limits limits;
  private final Clock clock;
  private final Documents<RequestDocument, RequestCommand, RequestOutcome> requests;
  private final RequestAdmission admission;
  private final OpenRequestLimits openRequests;
  private final Authenticity authenticity;
  private final RequestSearch search;
  private final FollowUp followUp;

  RequestHandlers(Environment context, RequestIndex index) {
    limits = context.limits();
    clock = context.clock();
    requests = context.documents(new RequestMachine());
    admission = new RequestAdmission(limits);
    openRequests = new OpenRequestLimits(limits, index);
    authenticity = new Authenticity(context.bus());
    search = new RequestSearch(requests, index, limits);
    followUp = new FollowUp(requests, index, context.bus(), clock);
  }

  Future<RequestReply> announce(Envelope envelope) {
    SigningRequest request = RequestApi.ANNOUNCE.bodyOf(envelope);
    admission.admit(envelope, request, clock.millis());
    RequestId id = RequestId.ofBody(CanonicalJson.of(envelope.body()));
    AnnouncedKeys keys = AnnouncedKeys.of(request);
    // The limits ask the whole cluster: only for what its creator has really said.
    return authenticity
        .require(new CheckEnvelope(envelope, keys.all(), null), keys::field)
        .compose(
            signed -> openRequests.requireRoom(request).recover(full -> requireKnown(id, full)))
        .compose(
            room ->
                apply(
                    id,
                    new RequestCommand.Announce(
                        clock.millis(), id, envelope, request, keeping(envelope))));
  }

  Future<RequestReply> join(Envelope envelope) {
    Join join = RequestApi.JOIN.bodyOf(envelope);
    return requireGenuine(envelope)
        .compose(
            genuine ->
                apply(
                    join.requestId(),
                    new RequestCommand.Join(clock.millis(), join.signerIndex(), envelope)));
  }

  Future<RequestReply> decline(Envelope envelope) {
    Decline decline = RequestApi.DECLINE.bodyOf(envelope);
    return requireGenuine(envelope)
        .compose(
            genuine ->
                apply(
                    decline.requestId(),
                    new RequestCommand.Decline(
                        clock.millis(),
                        decline.signerIndex(),
                        envelope.signer(),
                        decline.reason())));
  }

  Future<RequestReply> cancel(Envelope envelope) {
    Cancel cancel = RequestApi.CANCEL.bodyOf(envelope);
    return requireGenuine(envelope)
        .compose(
            genuine ->
                apply(
                    cancel.requestId(),
                    new RequestCommand.Cancel(clock.millis(), envelope.signer(), cancel.reason())));
  }

  /** Whoever may say so has been checked by who asks: only services reach this. */
  Future<RequestReply> end(EndRequest order) {
    return apply(order.requestId(), new RequestCommand.End(clock.millis(), order.reason()));
  }

  Future<RequestView> view(GetRequest query) {
    return requests
        .apply(query.requestId().hex(), new RequestCommand.Look())
        .map(outcome -> Objects.requireNonNull(outcome.view()));
  }

  Future<RequestPage> find(RequestQuery query) {
    return search.find(query);
  }

  Future<Void> sweep(String requestId) {
    return followUp.sweep(requestId);
  }

  Documents<RequestDocument, RequestCommand, RequestOutcome> documents() {
    return requests;
  }

  private Future<RequestReply> apply(RequestId id, RequestCommand command) {
    return requests
        .apply(id.hex(), command)
        .compose(
            outcome ->
                followUp
                    .begin(id.hex(), outcome)
                    .map(begun -> Objects.requireNonNull(outcome.reply())));
  }

  private Future<Void> requireGenuine(Envelope envelope) {
    admission.requireFresh(envelope, clock.millis());
    return authenticity.require(envelope);
  }

  /** What has been announced before takes no more room. */
  private Future<Void> requireKnown(RequestId id, Throwable full) {
    return requests
        .apply(id.hex(), new RequestCommand.Look())
        .<Void>mapEmpty()
        .recover(unknown -> Future.failedFuture(full));
  }

  private Keeping keeping(Envelope announcement) {
    return new Keeping(
        limits.get(Limit.RETENTION),
        announcement.sentAt() + limits.get(Limit.TIMESTAMP_SKEW),
        Wire.write(announcement).length <= limits.get(Limit.INLINE_BYTES));
  }
}
