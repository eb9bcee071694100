package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.Require;

/**
 * Signed contributions in signer order.
 *
 * @param next where the following page starts; absent on the last
 */
public record ContributionsPage(List<Envelope> contributions, @Nullable Integer next) {
  public ContributionsPage {
    Require.optionalIndex(next, "next");
    contributions = List.copyOf(contributions);
  }
}
