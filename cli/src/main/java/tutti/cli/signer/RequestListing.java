package tutti.cli.signer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tutti.agent.TransactionListings;
import tutti.musig2.Network;
import tutti.musig2.Suite;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;

/** Requests in words. */
public final class RequestListing {
  /** What is longer nobody reads, and it would push the rest out of sight. */
  private static final int LONGEST = 200;

  private RequestListing() {}

  /** A request as it stands, in one paragraph. */
  public static List<String> lines(RequestView view) {
    return lines(view, Network.MAINNET);
  }

  /** The same with addresses of a network. */
  public static List<String> lines(RequestView view, Network network) {
    SigningRequest request = RequestApi.ANNOUNCE.bodyOf(view.request());
    List<String> lines = new ArrayList<>();
    lines.add(
        "request %s  %s%s"
            .formatted(
                view.requestId().hex(),
                view.state(),
                view.reason() == null ? "" : " (%s)".formatted(shortened(view.reason()))));
    lines.addAll(lines(request, network));
    lines.add("  awaiting  " + (view.awaiting().isEmpty() ? "nobody" : names(view.awaiting())));
    if (view.sessionId() != null) {
      lines.add("  session   " + view.sessionId().hex());
    }
    return lines;
  }

  /** What a request asks for. */
  public static List<String> lines(SigningRequest request, Network network) {
    List<String> lines = new ArrayList<>();
    if (request.purpose() != null) {
      lines.add("  purpose   " + quoted(request.purpose()));
    }
    lines.add("  creator   " + request.creator().hex());
    lines.add("  signers   " + request.keys().size());
    if (request.suiteOrDefault() != Suite.BIP327) {
      lines.add("  suite     " + request.suiteOrDefault());
    }
    lines.addAll(
        new TransactionListings()
            .lines(request, network)
            .orElseGet(
                () ->
                    request.items().stream()
                        .map(item -> "  message   " + item.message().hex())
                        .toList()));
    lines.add("  until     " + Instant.ofEpochMilli(request.expiresAt()));
    return lines;
  }

  private static String names(List<Integer> signers) {
    return "signer " + String.join(", ", signers.stream().map(String::valueOf).toList());
  }

  /** What others wrote must not look like something that is said here. */
  static String quoted(String text) {
    return "\"%s\"".formatted(shortened(text.replace('"', '\'')));
  }

  /** Gaps are closed: with them, what follows would stand in a line of its own. */
  private static String shortened(String text) {
    String closed = printable(text).replaceAll("[\\s\\p{Z}]+", " ").strip();
    return closed.length() <= LONGEST ? closed : closed.substring(0, LONGEST) + "...";
  }

  /** Others wrote it: it must not steer this terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
