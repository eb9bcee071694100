package tutti.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An expected refusal, reported to whoever asked. It changed nothing. Anything else that is thrown
 * is a bug.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable String field;
  private final transient @Nullable Integer signerIndex;
  private final transient @Nullable Long retryAfter;

  private Refusal(
      ErrorCode code, String message, @Nullable String field, @Nullable Integer signerIndex) {
    this(new Failure(code, message, field, signerIndex, code.retryable(), null));
  }

  private Refusal(Failure failure) {
    super(failure.message(), null, false, false); // an answer, not a crash: no stack trace
    this.code = failure.code();
    this.field = failure.field();
    this.signerIndex = failure.signerIndex();
    this.retryAfter = failure.retryAfter();
  }

  public static Refusal of(ErrorCode code, String message) {
    return new Refusal(code, message, null, null);
  }

  /** A refusal that names the field at fault, as a path: {@code items[3].message}. */
  public static Refusal ofField(ErrorCode code, String field, String message) {
    return new Refusal(code, message, field, null);
  }

  /** A refusal that names the signer at fault by its index in the key order. */
  public static Refusal ofSigner(ErrorCode code, int signerIndex, String message) {
    return new Refusal(code, message, null, signerIndex);
  }

  static Refusal of(Failure failure) {
    return new Refusal(failure);
  }

  /** The same refusal, of something that may succeed after so many milliseconds. */
  public Refusal retryAfter(long millis) {
    return new Refusal(new Failure(code, text(), field, signerIndex, code.retryable(), millis));
  }

  /** The same refusal, with its field seen from the message that holds it. */
  public Refusal within(String parent) {
    String path = field == null ? parent : parent + "." + field;
    return new Refusal(new Failure(code, text(), path, signerIndex, code.retryable(), retryAfter));
  }

  public ErrorCode code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }

  public @Nullable Integer signerIndex() {
    return signerIndex;
  }

  /** Milliseconds after which the same may succeed; absent where nobody can tell. */
  public @Nullable Long retryAfter() {
    return retryAfter;
  }

  /** This refusal as it travels. */
  public Failure toFailure() {
    return new Failure(code, text(), field, signerIndex, code.retryable(), retryAfter);
  }

  private String text() {
    String message = getMessage();
    return message == null ? code.name() : message;
  }
}
