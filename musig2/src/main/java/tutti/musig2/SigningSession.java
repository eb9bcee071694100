package tutti.musig2;

import java.util.List;

/**
 * The public values that all signers of one message share (BIP327 session context), made by {@link
 * VerifyEngine#startSession}. Immutable; every engine accepts those of another one.
 */
public final class SigningSession {
  private final KeyAggContext keyAggContext;
  private final AggregateNonce aggregateNonce;
  private final Bytes message;
  private final Object engineState;

  /**
   * Called by engines.
   *
   * @param engineState what the engine wants to find again; immutable
   */
  SigningSession(
      KeyAggContext keyAggContext,
      AggregateNonce aggregateNonce,
      Bytes message,
      Object engineState) {
    this.keyAggContext = keyAggContext;
    this.aggregateNonce = aggregateNonce;
    this.message = message;
    this.engineState = engineState;
  }

  public KeyAggContext keyAggContext() {
    return keyAggContext;
  }

  public AggregateNonce aggregateNonce() {
    return aggregateNonce;
  }

  public Bytes message() {
    return message;
  }

  /**
   * Checks that there is one item per key.
   *
   * @throws IllegalArgumentException if not
   */
  void requireOnePerKey(List<?> items, String what) {
    int keys = keyAggContext.keys().size();
    if (items.size() != keys) {
      throw new IllegalArgumentException(
          "%s: %d expected, %d given".formatted(what, keys, items.size()));
    }
  }

  Object engineState() {
    return engineState;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningSession that
        && keyAggContext.equals(that.keyAggContext)
        && aggregateNonce.equals(that.aggregateNonce)
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * keyAggContext.hashCode() + aggregateNonce.hashCode()) + message.hashCode();
  }

  @Override
  public String toString() {
    return "SigningSession[%s, message %s]".formatted(keyAggContext, message);
  }
}
