package tutti.simulation.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.EvidenceCheck;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;
import tutti.session.domain.Command;
import tutti.session.domain.Contributions;
import tutti.session.domain.Ending;
import tutti.session.domain.Session;
import tutti.session.domain.SessionMachine;
import tutti.session.domain.Slots;
import tutti.session.domain.View;
import tutti.simulation.store.StoreWatch.Run;
import tutti.simulation.world.World;

/** What must hold whenever a session changes, and whenever it does not. */
final class SessionRules {
  private static final long LINGER = 60_000;

  private final World world;
  private final Rules rules;
  private final Map<String, List<Signature>> results = new HashMap<>();
  private final Set<String> removed = new HashSet<>();

  SessionRules(World world, Rules rules) {
    this.world = world;
    this.rules = rules;
  }

  /** Signatures that a session had at some time, on some copy or in some signer's hands. */
  void result(String session, List<Signature> signatures) {
    List<Signature> before = results.putIfAbsent(session, List.copyOf(signatures));
    if (before != null && !before.equals(signatures)) {
      world.violated("two different results of session " + session);
    }
  }

  /** A command ran. */
  void check(Run run, @Nullable Session before, @Nullable Session after) {
    if (run.command() instanceof Command.Contribute said && before != null && after != null) {
      contributed(run, said.envelope(), before, after);
    }
    if (!run.isWrite()) {
      return;
    }
    if (before == null && after != null) {
      opened(run.key(), after);
    } else if (before != null && after == null) {
      removed.add(run.key());
      require(isOver(before), "a session was removed too early");
    } else if (before != null) {
      changed(before, Objects.requireNonNull(after));
    }
  }

  private void opened(String key, Session session) {
    if (session.charter().attempt() > 1) {
      world.count("later attempt");
    }
    require(!removed.contains(key), "a session was opened again after its removal");
    requireDeadline(session);
    requireEvents(session, 0);
  }

  private boolean isOver(Session session) {
    Ending ending = session.ending();
    if (ending == null) {
      return false;
    }
    boolean closedByAll = ending.closedBy().size() == session.charter().signers();
    long kept = closedByAll ? LINGER : World.LIMITS.get(Limit.RETENTION);
    return world.time().millis() >= ending.at() + kept;
  }

  private void changed(Session before, Session after) {
    require(
        after.phase().compareTo(before.phase()) >= 0
            && !(before.phase().ended() && after.phase() != before.phase()),
        "a session went from %s to %s".formatted(before.phase(), after.phase()));
    if (before.phase() == after.phase()) {
      require(before.stage().deadline() == after.stage().deadline(), "a deadline moved");
    } else if (after.phase().ended()) {
      ended(before, after);
    } else {
      requireDeadline(after);
    }
    requireKept(before.rounds().commitments(), after.rounds().commitments(), after);
    requireKept(before.rounds().nonces(), after.rounds().nonces(), after);
    requireKept(before.rounds().partialSigs(), after.rounds().partialSigs(), after);
    int known = before.outbox().events().size();
    require(known <= after.outbox().events().size(), "a session has fewer events than before");
    requireEvents(after, known);
  }

  private void requireDeadline(Session session) {
    require(
        session.stage().deadline() <= world.time().millis() + World.LIMITS.get(Limit.PHASE_TIMEOUT),
        "a phase has a deadline too far away");
  }

  private void requireKept(Slots before, Slots after, Session session) {
    for (int signer = 0; signer < session.charter().signers(); signer++) {
      Envelope recorded = before.at(signer);
      require(
          recorded == null || recorded.equals(after.at(signer)),
          "a recorded contribution was lost or replaced");
    }
  }

  private void requireEvents(Session session, int from) {
    var events = session.outbox().events();
    for (int i = from; i < events.size(); i++) {
      require(events.get(i).number() == i + 1, "the events of a session are not numbered 1, 2, 3");
    }
  }

  private void ended(Session before, Session after) {
    Ending ending = Objects.requireNonNull(after.ending());
    world.count("session " + after.phase());
    switch (after.phase()) {
      case COMPLETE -> completed(after, Objects.requireNonNull(ending.signatures()));
      case FAILED -> failed(after, ending);
      case EXPIRED ->
          require(
              world.time().millis() >= before.stage().deadline(),
              "a session expired before its time");
      default -> require(ending.failure() != null, "a session ended without a reason");
    }
  }

  private void completed(Session session, List<Signature> signatures) {
    var keys = session.charter().keys();
    for (int item = 0; item < session.charter().items().size(); item++) {
      var one = session.charter().items().get(item);
      var context = rules.engine().aggregateKeys(keys, one.tweakList());
      require(
          rules.engine().verifySignature(context, one.message(), signatures.get(item)),
          "a session is complete with a signature that is not valid");
    }
    result(session.charter().sessionId().hex(), signatures);
  }

  private void failed(Session session, Ending ending) {
    if (ending.fault() == null || ending.failure() == null) {
      world.violated("a session failed and nobody is named");
      return;
    }
    world.count("culprit by " + ending.fault().code());
    int culprit = ending.fault().signerIndex();
    require(
        rules.mayBlame(session.charter().keys(), culprit),
        "an honest signer is blamed: signer %d, %s".formatted(culprit, ending.fault().code()));
    var evidence =
        new SessionMachine()
            .apply(session, new Command.Read(View.EVIDENCE))
            .result()
            .answer(Evidence.class);
    new EvidenceCheck(rules.engine())
        .flaw(evidence)
        .ifPresent(flaw -> world.violated("evidence that proves nothing: " + flaw));
  }

  /** What was said before is welcome; what contradicts it, or opens nothing, is the end. */
  private void contributed(Run run, Envelope envelope, Session before, Session after) {
    Contribution said = Contributions.parse(envelope);
    Envelope recorded = AcknowledgedFacts.slot(before, said, envelope.type());
    if (recorded != null && recorded.body().equals(envelope.body())) {
      require(
          run.refusal() == null && !run.isWrite(),
          "a repeated contribution is not taken as such: " + run.refusal());
      return;
    }
    if (before.phase() != AcknowledgedFacts.phase(envelope.type())) {
      return;
    }
    if (recorded != null && isResumed(said, recorded)) {
      world.count("restarted signer repeats a step");
      require(run.refusal() != null, "the words of two lives of a signer are both taken");
    } else if (recorded != null) {
      requireFailed(after, ErrorCode.EQUIVOCATION, said.signerIndex());
    } else if (said instanceof ShareNonce nonce && run.refusal() == null) {
      Envelope commitment = before.rounds().commitments().at(said.signerIndex());
      if (commitment != null && !commit(commitment).isOpenedBy(nonce)) {
        requireFailed(after, ErrorCode.COMMITMENT_MISMATCH, said.signerIndex());
      }
    }
  }

  private static boolean isResumed(Contribution said, Envelope recorded) {
    return said.resumedOrDefault() || Contributions.parse(recorded).resumedOrDefault();
  }

  private static CommitNonce commit(Envelope commitment) {
    return SessionApi.COMMIT_NONCE.bodyOf(commitment);
  }

  private void requireFailed(Session session, ErrorCode code, int signer) {
    Ending ending = session.ending();
    boolean named =
        session.phase() == SessionPhase.FAILED
            && ending != null
            && ending.fault() != null
            && ending.fault().code() == code
            && ending.fault().signerIndex() == signer;
    require(named, "signer %d is not named for %s".formatted(signer, code));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      world.violated(otherwise);
    }
  }
}
