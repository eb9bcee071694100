package tutti.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;

/** One verified request that names this signer, and how far this signer is with it. */
final class RequestTracker {
  private final VerifiedRequest verified;
  private final Set<Long> heard = new HashSet<>();
  private final CompletableFuture<List<Signature>> first = new CompletableFuture<>();

  private boolean deciding;
  private boolean declined;
  private boolean joined;
  private boolean fresh;
  private boolean ended;
  private @Nullable SessionDriver newest;

  RequestTracker(VerifiedRequest verified) {
    this.verified = verified;
  }

  VerifiedRequest verified() {
    return verified;
  }

  ProposedSigning proposal() {
    return new ProposedSigning(
        ProposedSigning.Stage.JOIN,
        verified.id(),
        verified.request(),
        verified.signerIndex(),
        null,
        0);
  }

  /** Whether an event is heard for the first time. */
  boolean hears(long number) {
    return heard.add(number);
  }

  /** Whether it is time to ask the policy. */
  boolean isUndecided() {
    return !deciding && !joined && !declined && !ended;
  }

  /** Whether its answer is being decided, or under way. */
  boolean isDeciding() {
    return deciding;
  }

  void deciding(boolean now) {
    deciding = now;
  }

  void declined() {
    declined = true;
  }

  /** The join was accepted; {@code anew}: this process made it, and no other did before. */
  void joined(boolean anew) {
    fresh = fresh || (anew && !joined);
    joined = true;
  }

  /** Whether no earlier life of this signer can have contributed to the first session. */
  boolean isFresh() {
    return fresh;
  }

  /** Whether it still waits for signers, as far as is known. */
  boolean isOpen() {
    return !ended && newest == null;
  }

  /** A session of this request was verified. */
  void opened(SessionDriver driver) {
    if (newest == null || newest.session().attempt() < driver.session().attempt()) {
      newest = driver;
    }
    Completion.detach(
        driver
            .signatures()
            .whenComplete((signatures, error) -> Completion.pass(first, signatures, error)));
  }

  void end(SigningFailedException reason) {
    ended = true;
    first.completeExceptionally(reason);
  }

  /** The result of the newest session. */
  CompletableFuture<List<Signature>> signatures() {
    return newest == null ? first : newest.signatures();
  }

  /** The session that its first attempt has. */
  SessionId firstSession() {
    return new SessionTerms(verified.id(), verified.request(), 1).sessionId();
  }
}
