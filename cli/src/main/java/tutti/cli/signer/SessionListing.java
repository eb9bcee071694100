package tutti.cli.signer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Signature;
import tutti.protocol.session.BroadcastView;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionStatus;

/** Sessions in words. */
public final class SessionListing {
  private SessionListing() {}

  /** A session as it stands, in one paragraph. */
  public static List<String> lines(SessionStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add("session %s  %s".formatted(status.sessionId().hex(), status.phase()));
    lines.add("  request    " + status.requestId().hex());
    lines.add("  attempt    " + status.attempt());
    lines.add("  signers    " + status.signers());
    if (!status.phase().ended()) {
      lines.add("  awaiting   signer " + names(status.awaiting()));
    }
    if (status.deadline() != null) {
      lines.add("  deadline   " + Instant.ofEpochMilli(status.deadline()));
    }
    if (status.failure() != null) {
      lines.addAll(lines(status.failure()));
    }
    if (status.signatures() != null) {
      for (Signature signature : status.signatures()) {
        lines.add("  signature  " + signature.hex());
      }
    }
    if (status.broadcast() != null) {
      lines.add("  broadcast  " + line(status.broadcast()));
    }
    if (status.nextSessionId() != null) {
      lines.add("  retried    " + status.nextSessionId().hex());
    }
    return lines;
  }

  private static List<String> lines(SessionFailure failure) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  because    %s: %s"
            .formatted(failure.code(), RequestListing.printable(failure.message())));
    if (failure.culprit() != null) {
      lines.add("  at fault   signer " + failure.culprit());
    }
    if (failure.abortedBy() != null) {
      lines.add("  aborted    by signer " + failure.abortedBy());
    }
    if (failure.missing() != null) {
      lines.add("  missing    signer " + names(failure.missing()));
    }
    return lines;
  }

  private static String line(BroadcastView broadcast) {
    String reference = broadcast.reference();
    return "%s, coordinator is signer %d%s"
        .formatted(
            broadcast.state(),
            broadcast.coordinator(),
            reference == null ? "" : ": " + RequestListing.printable(reference));
  }

  private static String names(List<Integer> signers) {
    return String.join(", ", signers.stream().map(String::valueOf).toList());
  }
}
