package tutti.protocol.discovery;

import tutti.musig2.PublicKey;
import tutti.protocol.Require;

/** The advertisement in force. {@code repeated}: it was known already, nothing changed. */
public record AdvertiseReply(PublicKey publicKey, long expiresAt, boolean repeated) {
  public AdvertiseReply {
    Require.safeInteger(expiresAt, "expiresAt");
  }
}
