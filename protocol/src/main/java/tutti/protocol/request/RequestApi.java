package tutti.protocol.request;

import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;

/** What the request service answers. */
public final class RequestApi {
  public static final SignedOperation<SigningRequest, RequestReply> ANNOUNCE =
      new SignedOperation<>(
          "request.announce", SigningRequest.class, RequestReply.class, Limit.REQUEST_BYTES);

  public static final SignedOperation<Join, RequestReply> JOIN =
      new SignedOperation<>("request.join", Join.class, RequestReply.class, Limit.MESSAGE_BYTES);

  public static final SignedOperation<Decline, RequestReply> DECLINE =
      new SignedOperation<>(
          "request.decline", Decline.class, RequestReply.class, Limit.MESSAGE_BYTES);

  public static final SignedOperation<Cancel, RequestReply> CANCEL =
      new SignedOperation<>(
          "request.cancel", Cancel.class, RequestReply.class, Limit.MESSAGE_BYTES);

  public static final Operation<RequestQuery, RequestPage> FIND =
      new Operation<>(
          "tutti.request.find", RequestQuery.class, RequestPage.class, Limit.MESSAGE_BYTES);

  public static final Operation<GetRequest, RequestView> GET =
      new Operation<>(
          "tutti.request.get", GetRequest.class, RequestView.class, Limit.MESSAGE_BYTES);

  /** Between services; never let in from outside the cluster. */
  public static final Operation<EndRequest, RequestReply> END =
      new Operation<>(
          "tutti.request.end", EndRequest.class, RequestReply.class, Limit.MESSAGE_BYTES);

  private RequestApi() {}
}
