package tutti.protocol.session;

import tutti.protocol.SessionId;

/**
 * What a signer gives in one round. It names session, attempt and signer inside the signed part.
 */
public sealed interface Contribution permits CommitNonce, ShareNonce, SharePartialSignature {
  SessionId sessionId();

  int attempt();

  int signerIndex();

  /** How many items it is for. */
  int size();
}
