package tutti.cli.chaos;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionApi;

/** What a signer says on the way to a signature, in order. */
enum Step {
  ANNOUNCE(RequestApi.ANNOUNCE.type(), null),
  JOIN(RequestApi.JOIN.type(), null),
  COMMIT_NONCE(SessionApi.COMMIT_NONCE.type(), ContributionKind.NONCE_COMMITMENTS),
  SHARE_NONCE(SessionApi.SHARE_NONCE.type(), ContributionKind.NONCES),
  SHARE_PARTIAL_SIGNATURE(
      SessionApi.SHARE_PARTIAL_SIGNATURE.type(), ContributionKind.PARTIAL_SIGNATURES),
  CONFIRM_BROADCAST(SessionApi.CONFIRM_BROADCAST.type(), null);

  private final String type;
  private final @Nullable ContributionKind kind;

  Step(String type, @Nullable ContributionKind kind) {
    this.type = type;
    this.kind = kind;
  }

  /** The step that an envelope of this type is. */
  static Optional<Step> of(String type) {
    for (Step step : values()) {
      if (step.type.equals(type)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** Where the session keeps it; absent for what it keeps otherwise. */
  Optional<ContributionKind> kind() {
    return Optional.ofNullable(kind);
  }
}
