package tutti.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A refusal on the wire.
 *
 * @param field path of the field at fault, {@code items[3].message}
 * @param signerIndex the signer at fault, its position in the key order
 * @param retryable whether the same message may succeed later
 * @param retryAfter milliseconds after which it may; sooner makes matters worse
 */
public record Failure(
    ErrorCode code,
    String message,
    @Nullable String field,
    @Nullable Integer signerIndex,
    boolean retryable,
    @Nullable Long retryAfter) {

  public Failure {
    Require.optionalInteger(retryAfter, "retryAfter");
    Require.optionalIndex(signerIndex, "signerIndex");
    Require.present(code, "code");
    Require.present(message, "message");
  }

  public Refusal toRefusal() {
    return Refusal.of(this);
  }
}
