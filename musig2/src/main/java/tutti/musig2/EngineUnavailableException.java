package tutti.musig2;

import org.jspecify.annotations.Nullable;

/** The engine that was asked for does not work on this platform. */
public final class EngineUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  EngineUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
