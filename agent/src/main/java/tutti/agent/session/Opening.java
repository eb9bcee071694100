package tutti.agent.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.ContributionKind;

/** What opens a session, which may arrive in parts: the announcement of it, request and joins. */
final class Opening {
  private boolean announced;
  private @Nullable SessionReady ready;
  private @Nullable Envelope announcement;
  private @Nullable List<Envelope> joins;

  /** Takes the announcement of the session, once; asks for what it leaves out. */
  boolean announced(SessionReady shown, List<Action> actions) {
    if (announced) {
      return false;
    }
    announced = true;
    ready = shown;
    announcement = shown.request();
    joins = shown.joins();
    if (announcement == null) {
      actions.add(new Action.FetchRequest());
    }
    if (joins == null) {
      actions.add(new Action.FetchContributions(ContributionKind.JOINS));
    }
    return true;
  }

  void fetched(Envelope request) {
    announcement = request;
  }

  void fetched(List<Envelope> proofs) {
    joins = List.copyOf(proofs);
  }

  /** Whether parts are missing. */
  boolean isWaiting() {
    return ready != null && (announcement == null || joins == null);
  }

  /** The check of all parts, once; absent while one is missing. */
  @Nullable ReadyCheck check(Signer signer) {
    if (ready == null || announcement == null || joins == null) {
      return null;
    }
    var check = new ReadyCheck(signer, ready, announcement, joins);
    ready = null;
    announcement = null;
    joins = null; // a proof per signer is not kept for the whole session
    return check;
  }
}
