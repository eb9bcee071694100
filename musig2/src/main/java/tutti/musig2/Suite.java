package tutti.musig2;

/**
 * A variant of MuSig2: how keys are aggregated and tweaked, what the challenge is, which of two
 * nonces is meant, and so what kind of signature comes out.
 */
public enum Suite {
  /** BIP327: BIP340 signatures under an x-only key. */
  BIP327,
  /** What the Lotus chain accepts: Schnorr signatures under a compressed key. */
  LOTUS
}
