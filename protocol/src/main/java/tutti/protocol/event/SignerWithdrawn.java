package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;

/** A signer withdrew its advertisement. */
public record SignerWithdrawn(PublicKey publicKey, @Nullable String reason) implements EventData {}
