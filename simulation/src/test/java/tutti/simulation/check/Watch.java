package tutti.simulation.check;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Outcome;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.request.domain.RequestDocument;
import tutti.runtime.machine.Document;
import tutti.session.domain.Session;
import tutti.simulation.store.Store;
import tutti.simulation.store.StoreWatch;
import tutti.simulation.world.World;

/** Watches the documents of a run, and what signers are told about them. */
public final class Watch implements StoreWatch {
  public static final String SESSIONS = "sessions";
  public static final String REQUESTS = "signing-requests";

  private final World world;
  private final Rules rules;
  private final Overdue overdue;
  private final AcknowledgedFacts facts;
  private final SessionRules sessions;
  private final RequestRules requests;
  private boolean lost;

  public Watch(World world, Rules rules) {
    this.world = world;
    this.rules = rules;
    this.overdue = new Overdue(world);
    this.facts = new AcknowledgedFacts(world);
    this.sessions = new SessionRules(world, rules);
    this.requests = new RequestRules(world);
  }

  @Override
  public void ran(Run run) {
    if (run.map().equals(SESSIONS)) {
      Session after = (Session) run.after();
      sessions.check(run, (Session) run.before(), after);
    } else if (run.map().equals(REQUESTS)) {
      requests.check(run, (RequestDocument) run.before(), (RequestDocument) run.after());
    }
    if (run.isWrite() && run.after() == null) {
      facts.forget(run.map(), run.key());
    } else if (run.isWrite()) {
      facts.check(run.map(), run.key(), run.after());
    }
  }

  @Override
  public void acknowledged(int partition, Run run) {
    facts.add(partition, run);
  }

  @Override
  public void takenOver(int partition, BiFunction<String, String, @Nullable Document> copy) {
    facts.check(partition, copy);
  }

  @Override
  public void lost(int partition) {
    lost = true;
    facts.forget(partition);
  }

  public boolean isHonest(PublicKey signer) {
    return !rules.cheaters().contains(signer);
  }

  /** A signer is told how a session ended. */
  public void told(SessionId session, List<PublicKey> keys, Outcome outcome) {
    if (outcome instanceof Outcome.Signed signed) {
      sessions.result(session.hex(), signed.signatures());
      facts.told(SESSIONS, session.hex(), signed.signatures());
    } else if (outcome instanceof Outcome.NotSigned failed) {
      Integer culprit = failed.failure().culprit();
      if (culprit != null && !rules.mayBlame(keys, culprit)) {
        world.violated("a signer believes that an honest one is at fault");
      }
      if (failed.failure().code() == ErrorCode.NOT_FOUND
          && !lost
          && facts.know(SESSIONS, session.hex())) {
        world.violated("a signer gives up a session that is there");
      }
    }
  }

  /** Nothing may stay undone for long once there is nothing that keeps services from doing it. */
  public void requireNothingOverdue(Store store) {
    overdue.look(store);
  }

  /** Whether something had no copy left at some time. */
  public boolean hasLost() {
    return lost;
  }

  /** Whether all sessions that there are have ended. */
  public boolean allEnded(Store store) {
    return store.all(SESSIONS).values().stream().allMatch(one -> ((Session) one).phase().ended());
  }
}
