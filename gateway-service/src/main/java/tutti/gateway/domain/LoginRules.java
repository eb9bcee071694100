package tutti.gateway.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.gateway.Login;

/**
 * What a login must be, before its signature is looked at. It is for one gateway: whoever lets a
 * signer log in at its own site cannot log in elsewhere with what it got.
 *
 * @param origins by which clients address this gateway
 * @param skew by how much the signer's time may differ, in milliseconds
 */
public record LoginRules(Set<String> origins, long skew) {
  public LoginRules {
    origins = Set.copyOf(origins);
  }

  /** Refuses what was said to another gateway, or at another time. */
  public void requireForHere(Envelope envelope, Login login, long now) {
    if (!origins.contains(login.audience())) {
      throw Refusal.ofField(
          ErrorCode.NOT_AUTHENTICATED, "body.audience", "this gateway has other origins");
    }
    if (Math.abs(envelope.sentAt() - now) > skew) {
      throw Refusal.ofField(ErrorCode.CLOCK_SKEW, "sentAt", "is too far from %d".formatted(now));
    }
  }

  /** Refuses the answer to a challenge that was not given, or to somebody else, or long ago. */
  public static void requireAnswers(@Nullable PendingLogin pending, Envelope envelope, long now) {
    if (pending == null
        || now >= pending.expiresAt()
        || !pending.publicKey().equals(envelope.signer())) {
      throw Refusal.ofField(
          ErrorCode.NOT_AUTHENTICATED,
          "body.challenge",
          "there is no such challenge for this key, or it was used, or it has expired");
    }
  }
}
