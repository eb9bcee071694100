package tutti.request.domain;

import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.request.RequestState;

/**
 * By what a request is found. Keys as hex, as the search compares them.
 *
 * @param participants who may look for it
 * @param openFor the participants while it is open, nobody afterwards
 * @param keepUntil the entry goes with its request; were it forgotten, it would go a little later
 */
public record RequestEntry(
    String creator, List<String> participants, List<String> openFor, long keepUntil) {
  private static final long MARGIN = 600_000;

  public RequestEntry {
    participants = List.copyOf(participants);
    openFor = List.copyOf(openFor);
  }

  /** The entry of a request as it stands. */
  public static RequestEntry of(RequestDocument document) {
    List<String> signers = document.signers().stream().map(PublicKey::hex).toList();
    return new RequestEntry(
        document.request().creator().hex(),
        signers,
        document.state() == RequestState.OPEN ? signers : List.of(),
        document.removeAt() + MARGIN);
  }
}
