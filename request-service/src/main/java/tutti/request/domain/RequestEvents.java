package tutti.request.domain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.ParticipantJoined;
import tutti.protocol.event.RequestCancelled;
import tutti.protocol.event.RequestCreated;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.event.RequestReceived;

/** The events of a request, written out from its document, and whom they are for. */
final class RequestEvents {
  private RequestEvents() {}

  static Outgoing of(RequestDocument document, Notice notice) {
    var event =
        Event.of(
            document.requestId().hex(), notice.number(), notice.time(), data(document, notice));
    return new Outgoing(event, inboxes(document, notice));
  }

  private static EventData data(RequestDocument document, Notice notice) {
    var id = document.requestId();
    var ending = document.ending();
    String reason = ending == null ? null : ending.reason();
    return switch (notice.type()) {
      case REQUEST_CREATED -> new RequestCreated(id, announcement(document));
      case REQUEST_RECEIVED -> new RequestReceived(id, announcement(document));
      case PARTICIPANT_JOINED -> joined(document, notice);
      case REQUEST_DECLINED -> new RequestDeclined(id, signerIndex(notice), reason);
      case REQUEST_CANCELLED -> new RequestCancelled(id, reason);
      case REQUEST_EXPIRED -> new RequestExpired(id, document.awaiting());
      default -> throw new IllegalStateException("not an event of a request: " + notice.type());
    };
  }

  private static List<PublicKey> inboxes(RequestDocument document, Notice notice) {
    return switch (notice.type()) {
      case REQUEST_CREATED -> List.of();
      case REQUEST_RECEIVED ->
          document.signers().stream()
              .filter(signer -> !signer.equals(document.announcement().signer()))
              .toList();
      default -> document.signers();
    };
  }

  private static ParticipantJoined joined(RequestDocument document, Notice notice) {
    int index = signerIndex(notice);
    return new ParticipantJoined(
        document.requestId(),
        index,
        document.signers().get(index),
        notice.joined(),
        document.signers().size());
  }

  private static @Nullable Envelope announcement(RequestDocument document) {
    return document.keeping().inline() ? document.announcement() : null;
  }

  private static int signerIndex(Notice notice) {
    return Objects.requireNonNull(notice.signerIndex(), "this event is about a signer");
  }
}
