package tutti.musig2;

/** What nonce generation yields: one half to keep until signing, one to publish. */
public record NoncePair(SecretNonce secretNonce, PublicNonce publicNonce) {}
