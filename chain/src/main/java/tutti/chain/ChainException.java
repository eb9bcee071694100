package tutti.chain;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import tutti.protocol.Refusal;

/** Why a chain was of no help. */
public final class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Code code;
  private final long retryAfterMillis;

  public ChainException(Code code, String message) {
    this(code, message, Duration.ZERO);
  }

  /** With the time that the server wants to be left alone. */
  public ChainException(Code code, String message, Duration retryAfter) {
    super(message, null, false, false); // an answer, not a crash: no stack trace
    this.code = code;
    this.retryAfterMillis = retryAfter.toMillis();
  }

  public Code code() {
    return code;
  }

  /** How long the server wants to be left alone; zero if it did not say. */
  public Duration retryAfter() {
    return Duration.ofMillis(retryAfterMillis);
  }

  /** What went wrong, whatever futures have wrapped around it. */
  public static ChainException of(Throwable error) {
    if (error instanceof ChainException known) {
      return known;
    }
    if (error instanceof Refusal refusal) { // of what was asked, not of an answer
      return new ChainException(Code.REJECTED, String.valueOf(refusal.getMessage()));
    }
    Throwable cause = error.getCause();
    if (error instanceof CompletionException && cause != null) {
      return of(cause);
    }
    return error instanceof TimeoutException
        ? new ChainException(Code.TIMEOUT, "no answer in time")
        : new ChainException(Code.UNAVAILABLE, error.getClass().getSimpleName());
  }

  /** The kinds of failure. */
  public enum Code {
    /** The server does not know the transaction or output. */
    NOT_FOUND,
    /** The server does not take the transaction. */
    REJECTED,
    /** The server cannot do this. */
    UNSUPPORTED,
    /** What the server says cannot be true, or cannot be read. */
    BAD_ANSWER,
    /** The answer is longer than any that is needed. */
    TOO_LARGE,
    /** No answer in time. */
    TIMEOUT,
    /** Nobody there, or the server is in trouble. */
    UNAVAILABLE,
    /** The server wants to be asked less. */
    RATE_LIMITED,
    /** The server does not accept the credentials. */
    UNAUTHORIZED,
    /** This client has more questions than it may ask. */
    BUSY,
    /** This client was closed. */
    CLOSED;

    /** Whether this is what the chain says, and not a failure to hear it. */
    public boolean isAnswer() {
      return this == NOT_FOUND || this == REJECTED || this == UNSUPPORTED;
    }

    /** Whether it is this client that could not ask, and no server is to blame. */
    public boolean isOwn() {
      return this == BUSY || this == CLOSED;
    }
  }
}
