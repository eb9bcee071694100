package tutti.protocol.discovery;

import tutti.musig2.PublicKey;

/** The advertisement in force. {@code repeated}: it was known already, nothing changed. */
public record AdvertiseReply(PublicKey publicKey, long expiresAt, boolean repeated) {}
