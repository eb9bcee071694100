package tutti.gateway.domain;

import tutti.musig2.PublicKey;

/** A challenge that waits for its answer. */
public record PendingLogin(PublicKey publicKey, long expiresAt) {}
