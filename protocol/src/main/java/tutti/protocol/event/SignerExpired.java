package tutti.protocol.event;

import tutti.musig2.PublicKey;

/** An advertisement ran out. */
public record SignerExpired(PublicKey publicKey) implements EventData {}
