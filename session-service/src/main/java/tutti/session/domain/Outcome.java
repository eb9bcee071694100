package tutti.session.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;

/**
 * What came of a command: the answer for whoever asked, and what is to be done outside.
 *
 * @param answer the reply record of the operation, as JSON
 * @param refusal instead of an answer, where the command was refused and yet changed something
 * @param publish events that are not known to be published, lists filled in
 * @param recipients the participants, where there is something to publish
 * @param work what is pending
 */
public record Outcome(
    @Nullable ObjectNode answer,
    @Nullable Failure refusal,
    List<Event> publish,
    List<PublicKey> recipients,
    Set<Work> work) {
  public Outcome {
    publish = List.copyOf(publish);
    recipients = List.copyOf(recipients);
    work = Set.copyOf(work);
  }

  static final Outcome NOTHING = new Outcome(null, null, List.of(), List.of(), Set.of());

  /** An answer that changed nothing. */
  static Outcome answering(Object answer) {
    return new Outcome(Wire.tree(answer), null, List.of(), List.of(), Set.of());
  }

  /** The answer to the command that led to this session, with all that it left to do. */
  static Outcome of(Session session, Object answer) {
    return of(session, Wire.tree(answer), null);
  }

  /** A refusal that changed the session all the same. */
  static Outcome refusing(Session session, Refusal refusal) {
    return of(session, null, refusal.toFailure());
  }

  private static Outcome of(
      Session session, @Nullable ObjectNode answer, @Nullable Failure refusal) {
    List<Event> publish = Rendering.full(session, session.outbox().unpublished());
    List<PublicKey> recipients = publish.isEmpty() ? List.of() : session.charter().keys();
    return new Outcome(answer, refusal, publish, recipients, session.chores().pending());
  }

  /** The answer as the record of the operation, or the refusal. */
  public <R> R answer(Class<R> type) {
    if (refusal != null) {
      throw refusal.toRefusal();
    }
    return Wire.read(Objects.requireNonNull(answer), type);
  }
}
