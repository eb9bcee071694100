package tutti.session.domain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

/**
 * What of a session outlives the loss of all members: how it was opened and how it ended, not what
 * was said in between. A session that ran then has lost its rounds; it ends, and the next attempt
 * begins by itself.
 */
final class Recovering {
  /** How often an outcome could not be recorded before that is written: about two minutes. */
  private static final int LATE_TRIES = 16;

  /** An outcome of which nothing else was written has been recorded by then. */
  static final long RECORDING_MILLIS = 150_000;

  private Recovering() {}

  /** Opening, ending, and whatever changes an outcome or leads to a new attempt. */
  static boolean isLasting(@Nullable Session before, Session after) {
    return before == null
        || isRetrying(before) != isRetrying(after)
        || isRecordedLate(before) != isRecordedLate(after)
        || !Objects.equals(outcome(before), outcome(after));
  }

  static Session recovered(Session stored, long now) {
    Ending ending = stored.ending();
    if (ending == null) {
      return lost(stored, now);
    }
    return now - ending.at() > RECORDING_MILLIS && !isRecordedLate(stored)
        ? stored.with(stored.chores().without(Work.RECORD_OUTCOME))
        : stored;
  }

  private static Session lost(Session stored, long now) {
    Charter charter = stored.charter();
    SessionFailure failure =
        new SessionFailure(
            ErrorCode.UNAVAILABLE,
            "all services were away, and the rounds with them",
            null,
            null,
            null);
    Session ended = Failing.ended(stored, SessionPhase.EXPIRED, Ending.failed(now, failure, null));
    Session told =
        ended.with(
            ended
                .outbox()
                .with(
                    firstUnheardOf(stored),
                    new SessionExpired(charter.sessionId(), stored.phase(), List.of()),
                    now));
    boolean again =
        charter.attempt() < charter.options().maxAttemptsOrDefault() && now < charter.expiresAt();
    return again ? retried(told, now) : told;
  }

  private static Session retried(Session session, long now) {
    Charter next = session.charter().next();
    SessionId id = session.charter().sessionId();
    Ending ending = Objects.requireNonNull(session.ending());
    return session
        .with(ending.withNext(next.sessionId()))
        // Nobody else is about to do it.
        .with(session.chores().with(Work.OPEN_NEXT, now - Chores.GRACE_MILLIS))
        .with(new SessionRetried(id, next.sessionId(), next.attempt(), null), now);
  }

  /**
   * A number above those of all events that participants may have heard before: two rounds were
   * completed at most, and each signer was unreachable once in each of three.
   */
  private static long firstUnheardOf(Session stored) {
    return stored.outbox().last() + 3 + 3L * stored.charter().signers();
  }

  /** Who has closed it decides only how soon it is removed. */
  private static @Nullable Ending outcome(Session session) {
    Ending ending = session.ending();
    return ending == null ? null : ending.closedByNobody();
  }

  private static boolean isRecordedLate(Session session) {
    Chores chores = session.chores();
    return chores.tries() >= LATE_TRIES && chores.pending().contains(Work.RECORD_OUTCOME);
  }

  private static boolean isRetrying(Session session) {
    return session.chores().pending().contains(Work.OPEN_NEXT);
  }
}
