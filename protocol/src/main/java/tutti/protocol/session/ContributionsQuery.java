package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Asks for the signed contributions of the signers {@code from .. from + limit - 1}. */
public record ContributionsQuery(
    SessionId sessionId, ContributionKind kind, int from, @Nullable Integer limit) {
  /** Beyond every signer there can be, and far from where adding a page overflows. */
  private static final int MAX_FROM = 1_000_000;

  public ContributionsQuery {
    Require.present(sessionId, "sessionId");
    Require.present(kind, "kind");
    Require.that(from >= 0 && from <= MAX_FROM, "from", "must be between 0 and " + MAX_FROM);
    Require.that(limit == null || limit > 0, "limit", "must be positive");
  }
}
