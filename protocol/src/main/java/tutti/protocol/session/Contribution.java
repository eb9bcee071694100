package tutti.protocol.session;

import tutti.protocol.Limit;
import tutti.protocol.SessionId;

/**
 * What a signer gives in one round. It names session, attempt and signer inside the signed part.
 */
public sealed interface Contribution permits CommitNonce, ShareNonce, SharePartialSignature {
  /**
   * Entries that a contribution may have, one per item: the most that {@link
   * Limit#ITEMS_PER_REQUEST} can be. Each is a point to be checked, or a number, before anyone
   * knows whether there is such a session.
   */
  int MAX_SIZE = (int) Limit.ITEMS_PER_REQUEST.max();

  SessionId sessionId();

  int attempt();

  int signerIndex();

  /**
   * Whether the signer may have been restarted since it joined: it has looked, has found its place
   * in the first round empty, and yet an earlier word of it may be on its way. So this one
   * contradicts nothing: of two different ones, the first that is heard stands, the other is
   * refused, and nobody is at fault.
   */
  boolean resumedOrDefault();

  /** How many items it is for. */
  int size();
}
