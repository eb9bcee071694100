package tutti.cli.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Outcome;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.SigningRequest;

/**
 * One request of the load, with everything that was acknowledged to its signers and everything that
 * they found in the end.
 */
final class Signing {
  private static final int MOST_NOTES = 10;

  private final RequestId requestId;
  private final SigningRequest request;
  private final SessionId sessionId;
  private final long startedNanos = System.nanoTime();

  private final Map<Step, Map<PublicKey, Bytes>> acknowledged = new EnumMap<>(Step.class);
  private final Map<Step, Long> completedNanos = new EnumMap<>(Step.class);
  private final Map<Step, Set<PublicKey>> heard = new EnumMap<>(Step.class);
  private final Map<PublicKey, Outcome> outcomes = new HashMap<>();
  private final Set<PublicKey> toldOfBroadcast = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private CompletableFuture<?> announcement = over;
  private @Nullable String failure;
  private @Nullable PublicKey restarted;
  private boolean refusable;
  private long endedNanos;

  Signing(RequestId requestId, SigningRequest request) {
    this.requestId = requestId;
    this.request = request;
    this.sessionId = new SessionTerms(requestId, request, 1).sessionId();
  }

  RequestId requestId() {
    return requestId;
  }

  SigningRequest request() {
    return request;
  }

  SessionId sessionId() {
    return sessionId;
  }

  /** Completes when every signer knows how it ended. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** What the announcer itself waits for. */
  synchronized void follow(CompletableFuture<?> announced) {
    announcement = announced;
  }

  boolean isOver() {
    return over.isDone();
  }

  /** The services said that they have it. */
  synchronized void acknowledged(Step step, PublicKey signer, Bytes said) {
    Map<PublicKey, Bytes> ofStep = acknowledged.computeIfAbsent(step, any -> new HashMap<>());
    ofStep.put(signer, said);
    if (ofStep.size() == request.keys().size()) {
      completedNanos.putIfAbsent(step, System.nanoTime());
    }
  }

  /** What was acknowledged of a step, by signer. */
  synchronized Map<PublicKey, Bytes> acknowledged(Step step) {
    return Map.copyOf(acknowledged.getOrDefault(step, Map.of()));
  }

  synchronized int acknowledgements() {
    return acknowledged.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * A signer hears what follows a step: when the last word of this step was acknowledged. Absent
   * where it is heard again, as by signers that have started anew.
   */
  synchronized Optional<Long> firstHeard(PublicKey signer, Step step) {
    boolean first = heard.computeIfAbsent(step, any -> new HashSet<>()).add(signer);
    return first && restarted == null
        ? Optional.ofNullable(completedNanos.get(step))
        : Optional.empty();
  }

  /** When all had said what the next step needs, if that step never came. */
  synchronized Optional<Long> overdueNanos() {
    return isOver() ? Optional.empty() : completedNanos.values().stream().max(Long::compare);
  }

  synchronized void ended(PublicKey signer, Outcome outcome) {
    outcomes.put(signer, outcome);
    if (outcome instanceof Outcome.NotSigned ending && failure == null) {
      failure = "%s %s".formatted(ending.phase(), ending.failure().code());
    }
    settle();
  }

  /** One of its signers is about to end and to start again, so that it may have lost its nonce. */
  synchronized void mayLoseNonceOf(PublicKey signer) {
    restarted = isOver() ? restarted : signer;
  }

  /** Whether it ended without a signature because of that signer, and names it. */
  synchronized boolean isInterrupted() {
    return restarted != null
        && !outcomes.isEmpty()
        && outcomes.values().stream().allMatch(outcome -> names(outcome, restarted));
  }

  private boolean names(Outcome outcome, PublicKey signer) {
    return outcome instanceof Outcome.NotSigned ending
        && ending.failure().code() == ErrorCode.NONCE_LOST
        && ending.failure().abortedBy() != null
        && request.orderedKeys().get(ending.failure().abortedBy()).equals(signer);
  }

  /** It is one of so many that the services need not take it on. */
  synchronized void mayBeRefused() {
    refusable = true;
  }

  /** Whether the services did not take it on, as they may. */
  synchronized boolean isRefused() {
    return refusable && failure().isPresent() && !acknowledged.containsKey(Step.ANNOUNCE);
  }

  /** Whether it came to nothing although nothing excuses that. */
  synchronized boolean isFailed() {
    return failure().isPresent() && !isRefused() && !isInterrupted();
  }

  /** Something out of the ordinary, for whoever looks for a reason. */
  synchronized void note(String what) {
    if (notes.size() < MOST_NOTES) {
      notes.add(what);
    }
  }

  /** It has come to nothing before there was a session. */
  synchronized void failed(String reason) {
    failure = failure == null ? reason : failure;
    end();
  }

  synchronized void broadcastKnown(PublicKey signer) {
    toldOfBroadcast.add(signer);
    settle();
  }

  /** Why there is no signature; absent while it runs, or if there is one. */
  synchronized Optional<String> failure() {
    return isSignedByAll() ? Optional.empty() : Optional.ofNullable(failure);
  }

  /** Whether all signed, although the announcer had given up waiting for an answer. */
  synchronized boolean isUnheard() {
    return failure != null && isSignedByAll();
  }

  private boolean isSignedByAll() {
    return outcomes.size() == request.keys().size()
        && outcomes.values().stream().allMatch(Outcome.Signed.class::isInstance);
  }

  /** What each signer holds as the result. */
  synchronized List<List<Signature>> results() {
    List<List<Signature>> results = new ArrayList<>();
    for (Outcome outcome : outcomes.values()) {
      if (outcome instanceof Outcome.Signed signed) {
        results.add(signed.signatures());
      }
    }
    return results;
  }

  synchronized boolean isComplete() {
    return isOver() && failure().isEmpty();
  }

  /** Nanoseconds from its announcement to its end. */
  synchronized long latencyNanos() {
    return endedNanos - startedNanos;
  }

  synchronized long endedNanos() {
    return endedNanos;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** How far it got, for whoever looks for what it waits for. */
  @Override
  public synchronized String toString() {
    Map<Step, Integer> counts = new EnumMap<>(Step.class);
    acknowledged.forEach((step, signers) -> counts.put(step, signers.size()));
    return "session %s of %d: acknowledged %s, ended for %d, broadcast known to %d, announcer %s%s%s"
        .formatted(
            sessionId.hex().substring(0, 12),
            request.keys().size(),
            counts,
            outcomes.size(),
            toldOfBroadcast.size(),
            announcement.isDone() ? "has its answer" : "waits",
            failure == null ? "" : ", " + failure,
            notes.isEmpty() ? "" : ", " + notes);
  }

  private void settle() {
    int signers = request.keys().size();
    boolean broadcast = request.optionsOrDefault().broadcastOrDefault() && failure == null;
    if (outcomes.size() == signers && (!broadcast || toldOfBroadcast.size() == signers)) {
      end();
    }
  }

  private void end() {
    if (!over.isDone()) {
      endedNanos = System.nanoTime();
      over.complete(null);
    }
  }
}
