package tutti.session.domain;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Carried;

/**
 * What came of a command: the answer for whoever asked, and what is to be done outside.
 *
 * @param answer the reply record of the operation
 * @param refusal instead of an answer, where the command was refused and yet changed something
 * @param publish events to publish, lists filled in
 * @param recipients the participants, where there is something to publish
 * @param errands what is to be done outside, and what is needed for it
 */
public record Outcome(
    @Nullable Carried answer,
    @Nullable Failure refusal,
    List<Event> publish,
    List<PublicKey> recipients,
    Map<Work, Carried> errands) {
  public Outcome {
    publish = List.copyOf(publish);
    recipients = List.copyOf(recipients);
    errands = Map.copyOf(errands);
  }

  static final Outcome NOTHING = new Outcome(null, null, List.of(), List.of(), Map.of());

  /** An answer that changed nothing. */
  static Outcome answering(Object answer) {
    return new Outcome(new Carried(answer), null, List.of(), List.of(), Map.of());
  }

  /** A session has begun. */
  static Outcome opening(Session session, Object answer) {
    return new Outcome(
        new Carried(answer),
        null,
        Rendering.full(session, session.outbox().after(0)),
        session.charter().keys(),
        errands(session, session.chores().pending()));
  }

  /** The answer to a command, with the events and the work that are new since before it. */
  static Outcome of(Session before, Session after, Object answer) {
    return news(before, after, new Carried(answer), null);
  }

  /** A refusal that changed the session all the same. */
  static Outcome refusing(Session before, Session after, Refusal refusal) {
    return news(before, after, null, refusal.toFailure());
  }

  /** Everything that is not known to be published, and all work that is pending. */
  static Outcome handingOut(Session session) {
    List<Event> publish = Rendering.full(session, session.outbox().unpublished());
    return new Outcome(
        null,
        null,
        publish,
        recipients(session, publish),
        errands(session, session.chores().pending()));
  }

  private static Outcome news(
      Session before, Session after, @Nullable Carried answer, @Nullable Failure refusal) {
    List<Event> publish = Rendering.full(after, after.outbox().after(before.outbox().last()));
    Set<Work> work = new HashSet<>(after.chores().pending());
    work.removeAll(before.chores().pending());
    return new Outcome(answer, refusal, publish, recipients(after, publish), errands(after, work));
  }

  private static Map<Work, Carried> errands(Session session, Set<Work> work) {
    Map<Work, Carried> errands = new EnumMap<>(Work.class);
    work.forEach(one -> errands.put(one, new Carried(one.query(session))));
    return errands;
  }

  private static List<PublicKey> recipients(Session session, List<Event> publish) {
    return publish.isEmpty() ? List.of() : session.charter().keys();
  }

  /** Whether there is an answer. */
  public boolean hasAnswer() {
    return answer != null;
  }

  /** The answer as the record of the operation, or the refusal. */
  public <R> R answer(Class<R> type) {
    if (refusal != null) {
      throw refusal.toRefusal();
    }
    return Objects.requireNonNull(answer).as(type);
  }

  /** What is to be done outside. */
  public Set<Work> work() {
    return errands.keySet();
  }

  /** What is needed to do it. */
  public <Q> Q query(Work work, Class<Q> type) {
    return Objects.requireNonNull(errands.get(work)).as(type);
  }
}
