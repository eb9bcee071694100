package tutti.agent.session;

import org.jspecify.annotations.Nullable;

/**
 * What a signer knows of a session's request before the session opens.
 *
 * @param request the request as this process has verified it; null if it has not
 * @param fresh whether nothing can have been contributed to the first session before, so that there
 *     is no need to look
 */
public record Prior(@Nullable VerifiedRequest request, boolean fresh) {
  public static final Prior NOTHING = new Prior(null, false);
}
