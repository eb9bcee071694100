package tutti.agent;

import org.jspecify.annotations.Nullable;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionFailure;

/** There will be no signature from this session or request, and why. */
public final class SigningFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Ending ending;
  private final transient SessionFailure failure;
  private final transient @Nullable SessionId sessionId;

  SigningFailedException(Ending ending, SessionFailure failure, @Nullable SessionId sessionId) {
    super("%s: %s (%s)".formatted(ending, failure.message(), failure.code()), null, false, false);
    this.ending = ending;
    this.failure = failure;
    this.sessionId = sessionId;
  }

  /** How it ended. */
  public enum Ending {
    /** A signer is at fault, or this signer found the services lying. */
    FAILED,
    /** A participant ended the session. */
    ABORTED,
    /** A deadline passed. */
    EXPIRED,
    /** A signer declined the request. */
    DECLINED,
    /** The creator took the request back. */
    CANCELLED,
    /** This agent was closed. */
    CLOSED
  }

  public Ending ending() {
    return ending;
  }

  public SessionFailure failure() {
    return failure;
  }

  /** The session that ended; absent if the request ended before. */
  public @Nullable SessionId sessionId() {
    return sessionId;
  }
}
