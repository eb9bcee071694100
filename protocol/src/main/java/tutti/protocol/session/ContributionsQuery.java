package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Asks for the signed contributions of the signers {@code from .. from + limit - 1}. */
public record ContributionsQuery(
    SessionId sessionId, ContributionKind kind, int from, @Nullable Integer limit) {
  public ContributionsQuery {
    Require.present(sessionId, "sessionId");
    Require.present(kind, "kind");
    Require.that(from >= 0, "from", "must not be negative");
    Require.that(limit == null || limit > 0, "limit", "must be positive");
  }
}
