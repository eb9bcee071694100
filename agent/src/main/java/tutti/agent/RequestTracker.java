package tutti.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.json.Wire;

/** One verified request that names this signer, and how far this signer is with it. */
final class RequestTracker {
  private final VerifiedRequest verified;
  private final SessionId firstSession;
  private final long bytes;
  private final Set<Long> heard = new HashSet<>();
  private final Absence absence = new Absence();
  private final CompletableFuture<List<Signature>> first = new CompletableFuture<>();

  private boolean deciding;
  private boolean settled;
  private boolean joined;
  private boolean fresh;
  private boolean ended;
  private int attempt;
  private CompletableFuture<List<Signature>> newest = first;

  RequestTracker(VerifiedRequest verified) {
    this.verified = verified;
    this.bytes = Wire.write(verified.announcement()).length;
    this.firstSession = new SessionTerms(verified.id(), verified.request(), 1).sessionId();
  }

  VerifiedRequest verified() {
    return verified;
  }

  /** How large it is, as it travels. */
  long bytes() {
    return bytes;
  }

  /** How long the services have not known it. */
  Absence absence() {
    return absence;
  }

  /** Whether an event is heard for the first time. */
  boolean hears(long number) {
    return heard.add(number);
  }

  /** Whether it is time to ask the policy. */
  boolean isUndecided() {
    return !deciding && !joined && !settled && !ended;
  }

  /** Whether nothing more comes of it for this signer, who has not joined. */
  boolean isOver() {
    return !deciding && !joined && (settled || ended);
  }

  /** Whether its answer is being decided, or under way. */
  boolean isDeciding() {
    return deciding;
  }

  void deciding(boolean now) {
    deciding = now;
  }

  /** The answer stands; the policy is not asked again. */
  void settle() {
    settled = true;
  }

  /** The join was accepted; {@code anew}: this process made it, and no other did before. */
  void joined(boolean anew) {
    fresh = fresh || (anew && !joined);
    joined = true;
  }

  boolean isJoined() {
    return joined;
  }

  /** Whether no earlier life of this signer can have contributed to the first session; once. */
  boolean takeFresh() {
    boolean taken = fresh;
    fresh = false;
    return taken;
  }

  /** Whether it still waits for signers, as far as is known. */
  boolean isOpen() {
    return !ended && attempt == 0;
  }

  /** A session of this request was verified. */
  void opened(SessionDriver driver) {
    if (attempt < driver.session().attempt()) {
      attempt = driver.session().attempt();
      newest = driver.signatures();
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
    return newest;
  }

  /** The session that its first attempt has. */
  SessionId firstSession() {
    return firstSession;
  }
}
