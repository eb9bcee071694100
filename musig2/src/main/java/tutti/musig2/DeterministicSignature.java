package tutti.musig2;

/** What the last signer of a session sends when it signs without a round 1 of its own. */
public record DeterministicSignature(PublicNonce publicNonce, PartialSignature partialSignature) {}
