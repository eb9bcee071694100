package tutti.session.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.SessionId;

/** Which attempt a session is, and which one it follows. */
public record SessionOrigin(int attempt, @Nullable SessionId previous) {
  public static final SessionOrigin FIRST = new SessionOrigin(1, null);
}
