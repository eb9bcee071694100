package tutti.gateway.domain;

import tutti.musig2.PublicKey;

/** What a token stands for: a key that has proven itself. */
public record Grant(PublicKey publicKey, long expiresAt) {
  public boolean isValid(long now) {
    return now < expiresAt;
  }
}
