package tutti.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.agent.SigningFailedException.Ending;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.EventData;
import tutti.protocol.event.RequestCancelled;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionFailure;

/** How a request ended without a session. */
record RequestEnding(Ending ending, SessionFailure failure) {
  static RequestEnding declined(int by, @Nullable String reason) {
    return new RequestEnding(
        Ending.DECLINED,
        new SessionFailure(
            ErrorCode.REFUSED_BY_POLICY, or(reason, "a signer declined"), null, by, null));
  }

  static RequestEnding cancelled(SigningRequest request, @Nullable String reason) {
    int creator = request.orderedKeys().indexOf(request.creator());
    return new RequestEnding(
        Ending.CANCELLED,
        new SessionFailure(
            ErrorCode.REFUSED_BY_POLICY, or(reason, "the creator cancelled"), null, creator, null));
  }

  static RequestEnding expired(List<Integer> missing) {
    return new RequestEnding(
        Ending.EXPIRED,
        new SessionFailure(ErrorCode.EXPIRED, "not all joined in time", null, null, missing));
  }

  static RequestEnding forgotten() {
    return new RequestEnding(
        Ending.EXPIRED,
        new SessionFailure(
            ErrorCode.NOT_FOUND, "the services do not know the request", null, null, null));
  }

  /** The end that a view shows; null while there is none, or a session. */
  static @Nullable RequestEnding of(RequestView view, SigningRequest request) {
    Integer by = view.declinedBy();
    if (view.state() == RequestState.DECLINED) {
      return declined(by == null ? -1 : by, view.reason());
    }
    if (view.state() == RequestState.CANCELLED) {
      return cancelled(request, view.reason());
    }
    return view.state() == RequestState.EXPIRED ? expired(view.awaiting()) : null;
  }

  /** The end that an event tells of; null if it tells of none. */
  static @Nullable RequestEnding of(EventData data, SigningRequest request) {
    if (data instanceof RequestDeclined declined) {
      return declined(declined.signerIndex(), declined.reason());
    }
    if (data instanceof RequestCancelled cancelled) {
      return cancelled(request, cancelled.reason());
    }
    return data instanceof RequestExpired expired ? expired(expired.missing()) : null;
  }

  SigningFailedException toException() {
    return new SigningFailedException(ending, failure, null);
  }

  private static String or(@Nullable String reason, String otherwise) {
    return reason == null ? otherwise : reason;
  }
}
