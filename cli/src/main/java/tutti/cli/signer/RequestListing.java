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
                view.reason() == null ? "" : " (%s)".formatted(view.reason())));
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
      lines.add("  purpose   " + printable(request.purpose()));
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

  /** Others wrote it: it must not steer this terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
