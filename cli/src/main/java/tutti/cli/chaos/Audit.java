package tutti.cli.chaos;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import tutti.cli.terminal.Failures;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningItem;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.bus.ServiceBus;

/** Reads back from the services what they acknowledged, and checks every result. */
final class Audit {
  private static final int AT_A_TIME = 16;
  private static final Engine ENGINE = Engines.bouncyCastle();

  private final ServiceBus bus;
  private final Dissent dissent;
  private final Duration kept;
  private final LongAdder checked = new LongAdder();
  private final LongAdder tooLate = new LongAdder();
  private final Queue<String> missing = new ConcurrentLinkedQueue<>();
  private final Queue<String> invalid = new ConcurrentLinkedQueue<>();
  private final Seen signatures = new Seen();

  /** Of services that keep ended sessions for so long. */
  Audit(ServiceBus bus, Dissent dissent, Duration kept) {
    this.bus = bus;
    this.dissent = dissent;
    this.kept = kept;
  }

  /** How many acknowledgements were looked for. */
  long checked() {
    return checked.sum();
  }

  /** How many sessions were looked for only when the services need not have them any more. */
  long tooLate() {
    return tooLate.sum();
  }

  /** What was acknowledged and is not there. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  /** Results that are wrong, that differ between signers, or that were made twice. */
  List<String> invalid() {
    return List.copyOf(invalid);
  }

  /** Checks everything that these came to. */
  void check(Collection<Signing> signings) throws InterruptedException, ExecutionException {
    Semaphore places = new Semaphore(AT_A_TIME);
    for (Signing signing : signings) {
      checkResults(signing);
      places.acquire();
      readBack(signing)
          .onComplete(
              done -> places.release(),
              error -> {
                unread(signing, Failures.failure(error));
                places.release();
              });
    }
    places.acquire(AT_A_TIME);
    checked.add(dissent.acknowledged());
    missing.addAll(dissent.readBack(bus));
  }

  /** Checks the same once more, after something else has happened to the services. */
  void checkAgain(Collection<Signing> signings) throws InterruptedException, ExecutionException {
    long once = checked.sum();
    check(signings);
    checked.reset();
    checked.add(once);
  }

  private void unread(Signing signing, Failure failure) {
    boolean forgotten =
        signing.isOver() && System.nanoTime() - signing.endedNanos() > kept.toNanos();
    if (forgotten && failure.code() == ErrorCode.NOT_FOUND) {
      tooLate.increment();
    } else {
      missing.add("%s: %s".formatted(signing, failure));
    }
  }

  /** All signers hold the same, and it is valid, and no other session has it. */
  private void checkResults(Signing signing) {
    List<List<Signature>> results = signing.results();
    Set<List<Signature>> different = new HashSet<>(results);
    if (different.size() > 1) {
      invalid.add("signers hold different results: " + signing);
    }
    for (List<Signature> result : different) {
      if (!isValid(signing, result)) {
        invalid.add("not valid under the aggregate key: " + signing);
      }
      for (Signature signature : result) {
        if (signatures.elsewhere(signature.hex(), signing.sessionId().hex())) {
          invalid.add("the same signature as elsewhere in " + signing);
        }
      }
    }
  }

  private static boolean isValid(Signing signing, List<Signature> result) {
    List<SigningItem> items = signing.request().items();
    if (items.size() != result.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      XOnlyPublicKey key =
          ENGINE
              .aggregateKeys(signing.request().orderedKeys(), items.get(i).tweakList())
              .xOnlyPublicKey();
      if (!ENGINE.verifySchnorr(key, items.get(i).message(), result.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Future<?> readBack(Signing signing) {
    if (signing.acknowledgements() == 0) {
      return Future.succeededFuture();
    }
    checked.add(signing.acknowledgements());
    List<Future<?>> reads = new ArrayList<>();
    reads.add(
        bus.request(RequestApi.GET, new GetRequest(signing.requestId()))
            .onSuccess(view -> compare(signing, view)));
    if (!signing.acknowledged(Step.COMMIT_NONCE).isEmpty() || !signing.results().isEmpty()) {
      reads.add(
          bus.request(SessionApi.STATUS, new SessionQuery(signing.sessionId()))
              .onSuccess(status -> compare(signing, status)));
    }
    for (Step step : Step.values()) {
      step.kind().ifPresent(kind -> reads.add(contributions(signing, step, kind)));
    }
    return Future.join(reads);
  }

  private void compare(Signing signing, RequestView view) {
    expect(
        signing, Step.ANNOUNCE, Map.of(view.request().signer(), Journal.content(view.request())));
    List<PublicKey> keys = signing.request().orderedKeys();
    for (PublicKey joined : signing.acknowledged(Step.JOIN).keySet()) {
      if (view.awaiting().contains(keys.indexOf(joined))) {
        missing.add("join of %s: %s".formatted(joined.hex(), signing));
      }
    }
  }

  private void compare(Signing signing, SessionStatus status) {
    if (!signing.isOver()) {
      signing.note(status.toString());
    }
    if (status.phase() == SessionPhase.PARTIAL_SIGNATURE_EXCHANGE) {
      expectHeard(signing, status);
    }
    for (List<Signature> result : signing.results()) {
      checked.increment();
      if (status.phase() != SessionPhase.COMPLETE || !result.equals(status.signatures())) {
        missing.add("final signatures: " + signing);
      }
    }
    boolean confirmed = !signing.acknowledged(Step.CONFIRM_BROADCAST).isEmpty();
    boolean kept =
        Optional.ofNullable(status.broadcast())
            .filter(view -> view.state() == BroadcastState.BROADCAST_CONFIRMED)
            .isPresent();
    if (confirmed && !kept) {
      missing.add("confirmed broadcast: " + signing);
    }
  }

  private void expectHeard(Signing signing, SessionStatus status) {
    List<PublicKey> keys = signing.request().orderedKeys();
    for (PublicKey signer : signing.acknowledged(Step.SHARE_PARTIAL_SIGNATURE).keySet()) {
      if (status.awaiting().contains(keys.indexOf(signer))) {
        missing.add("partial signature of %s: %s".formatted(signer.hex(), signing));
      }
    }
  }

  private Future<?> contributions(Signing signing, Step step, ContributionKind kind) {
    // Partial signatures are shown only beside the result that they led to.
    boolean shown = step != Step.SHARE_PARTIAL_SIGNATURE || !signing.results().isEmpty();
    if (signing.acknowledged(step).isEmpty() || !shown) {
      return Future.succeededFuture();
    }
    return bus.request(
            SessionApi.CONTRIBUTIONS, new ContributionsQuery(signing.sessionId(), kind, 0, null))
        .onSuccess(page -> expect(signing, step, contents(page)));
  }

  private static Map<PublicKey, Bytes> contents(ContributionsPage page) {
    Map<PublicKey, Bytes> contents = new HashMap<>();
    for (Envelope envelope : page.contributions()) {
      contents.put(envelope.signer(), Journal.content(envelope));
    }
    return contents;
  }

  private void expect(Signing signing, Step step, Map<PublicKey, Bytes> found) {
    signing
        .acknowledged(step)
        .forEach(
            (signer, content) -> {
              if (!Objects.equals(content, found.get(signer))) {
                missing.add("%s of %s: %s".formatted(step, signer.hex(), signing));
              }
            });
  }
}
