package tutti.musig2;

import java.util.List;

/**
 * Aggregated and tweaked keys (BIP327 KeyAgg and ApplyTweak), made by {@link
 * VerifyEngine#aggregateKeys}.
 *
 * <p>Immutable, and worth keeping: it holds the decoded keys and their coefficients, a few
 * kilobytes per key once signatures were verified with it. Contexts of the same suite, keys and
 * tweaks are equal, and every engine accepts those of another one.
 */
public final class KeyAggContext {
  private final Suite suite;
  private final List<PublicKey> keys;
  private final List<Tweak> tweaks;
  private final PublicKey aggregatePublicKey;
  private final Object engineState;

  /**
   * Called by engines.
   *
   * @param engineState what the engine wants to find again; immutable
   */
  KeyAggContext(
      Suite suite,
      List<PublicKey> keys,
      List<Tweak> tweaks,
      PublicKey aggregatePublicKey,
      Object engineState) {
    this.suite = suite;
    this.keys = List.copyOf(keys);
    this.tweaks = List.copyOf(tweaks);
    this.aggregatePublicKey = aggregatePublicKey;
    this.engineState = engineState;
  }

  /** The variant of MuSig2 that these keys sign with. */
  public Suite suite() {
    return suite;
  }

  /** The keys in the order that signer indices refer to. */
  public List<PublicKey> keys() {
    return keys;
  }

  /** The tweaks in the order of their application. */
  public List<Tweak> tweaks() {
    return tweaks;
  }

  /** The key after all tweaks, with the parity it really has. */
  public PublicKey aggregatePublicKey() {
    return aggregatePublicKey;
  }

  /** The same without its parity: what a BIP340 signature verifies under. */
  public XOnlyPublicKey xOnlyPublicKey() {
    return aggregatePublicKey.xOnly();
  }

  /** The first position of a key, or -1 if it is none of the keys. */
  public int indexOf(PublicKey key) {
    return keys.indexOf(key);
  }

  Object engineState() {
    return engineState;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyAggContext that
        && suite == that.suite
        && keys.equals(that.keys)
        && tweaks.equals(that.tweaks);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * suite.hashCode() + keys.hashCode()) + tweaks.hashCode();
  }

  @Override
  public String toString() {
    return "KeyAggContext[%s, %s of %d keys, %d tweaks]"
        .formatted(suite, aggregatePublicKey.hex(), keys.size(), tweaks.size());
  }
}
