package tutti.musig2;

import java.util.Locale;

/**
 * A variant of MuSig2: how keys are aggregated and tweaked, what the challenge is, which of two
 * nonces is meant, and so what kind of signature comes out.
 */
public enum Suite {
  /** BIP327: BIP340 signatures under an x-only key. */
  BIP327,

  /**
   * What the Lotus chain accepts: Schnorr signatures under a compressed key, whose challenge is a
   * plain hash and whose nonce has a square y. Keys are aggregated in ascending order, each once;
   * tweaks are plain.
   */
  LOTUS;

  /** Whether tweaks may be x-only; if not, all are plain. */
  public boolean hasXOnlyTweaks() {
    return this != LOTUS;
  }

  /** Whether keys must be ascending, each once. */
  public boolean needsSortedKeys() {
    return this == LOTUS;
  }

  /** What a signature is verified under: the key without its parity where that does not count. */
  public Bytes verificationKey(PublicKey key) {
    return this == BIP327 ? key.xOnly().bytes() : key.bytes();
  }

  SuiteRules rules() {
    return switch (this) {
      case BIP327 -> Bip327Rules.RULES;
      case LOTUS -> LotusRules.RULES;
    };
  }

  /** The name that people and messages use, such as {@code bip327}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
