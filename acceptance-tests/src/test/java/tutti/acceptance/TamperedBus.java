package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.json.Wire;
import tutti.protocol.session.EventsPage;

/**
 * Services that lie to one signer: what they send to it passes through here, and what it says is
 * noted. Behind it are the real ones, which serve the others honestly.
 */
final class TamperedBus implements Bus {
  private final Bus genuine;
  private final List<Envelope> said = new CopyOnWriteArrayList<>();
  private final List<UnaryOperator<Event>> events = new CopyOnWriteArrayList<>();
  private final List<Function<Event, List<Event>>> inbox = new CopyOnWriteArrayList<>();
  private final List<UnaryOperator<Object>> replies = new CopyOnWriteArrayList<>();
  private volatile Function<Envelope, CompletionStage<?>> gate =
      envelope -> CompletableFuture.completedFuture(null);
  private volatile Consumer<Envelope> accepted = envelope -> {};
  private volatile Consumer<Event> listener = event -> {};
  private volatile @Nullable PublicKey signer;

  TamperedBus(Bus genuine) {
    this.genuine = genuine;
  }

  /** Shows other data in each event of a type, wherever it is shown. */
  <D extends EventData> TamperedBus showing(Class<D> type, UnaryOperator<D> change) {
    events.add(
        event ->
            event
                .typed()
                .filter(type::isInstance)
                .map(data -> with(event, change.apply(type.cast(data))))
                .orElse(event));
    return this;
  }

  /** Shows other JSON as the data of each event of a type, wherever it is shown. */
  <D extends EventData> TamperedBus editing(Class<D> type, Consumer<ObjectNode> change) {
    return showing(type, data -> edited(data, type, change));
  }

  /** A record with its JSON changed. */
  static <T> T edited(T value, Class<T> type, Consumer<ObjectNode> change) {
    ObjectNode tree = Wire.tree(value);
    change.accept(tree);
    return Wire.read(tree, type);
  }

  /** Changes events wherever they are shown. */
  TamperedBus showing(UnaryOperator<Event> change) {
    events.add(change);
    return this;
  }

  /** Delivers something else instead of an event that was on its way to the inbox. */
  TamperedBus delivering(Function<Event, List<Event>> change) {
    inbox.add(change);
    return this;
  }

  /** Answers something else than the services' reply of a type. */
  <R> TamperedBus answering(Class<R> type, UnaryOperator<R> change) {
    replies.add(reply -> type.isInstance(reply) ? change.apply(type.cast(reply)) : reply);
    return this;
  }

  /** Lets what the signer says pass only when the stage is complete. */
  TamperedBus holding(Function<Envelope, CompletionStage<?>> until) {
    gate = until;
    return this;
  }

  /** Notes what the services have taken. */
  TamperedBus afterSaying(Consumer<Envelope> taken) {
    accepted = taken;
    return this;
  }

  /** Whose inbox this is. */
  PublicKey signer() {
    return java.util.Objects.requireNonNull(signer);
  }

  /** Delivers an event that no service has sent. */
  void invent(Event event) {
    listener.accept(event);
  }

  /**
   * The bodies of what the signer said of this kind; several are said twice only if they differ.
   */
  <B> List<B> said(SignedOperation<B, ?> operation) {
    return said.stream()
        .filter(envelope -> envelope.type().equals(operation.type()))
        .map(operation::bodyOf)
        .distinct()
        .toList();
  }

  List<Envelope> envelopes() {
    return said;
  }

  static Event with(Event event, EventData data) {
    return new Event(
        event.id(), event.type(), event.time(), event.subject(), event.number(), Wire.tree(data));
  }

  static Event numbered(Event event, long number) {
    return new Event(
        event.subject() + ":" + number,
        event.type(),
        event.time(),
        event.subject(),
        number,
        event.data());
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    CompletionStage<?> passed = CompletableFuture.completedFuture(null);
    if (query instanceof Envelope envelope) {
      said.add(envelope);
      passed = gate.apply(envelope);
    }
    return passed
        .thenCompose(ignored -> genuine.request(operation, query))
        .thenApply(reply -> operation.reply().cast(changed(reply)))
        .whenComplete(
            (reply, error) -> {
              if (error == null && query instanceof Envelope envelope) {
                accepted.accept(envelope);
              }
            });
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey self, Consumer<Event> heard) {
    signer = self;
    listener = heard;
    return genuine.openInbox(self, event -> deliver(changed(event), heard));
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> heard) {
    return genuine.subscribe(topic, event -> heard.accept(changed(event)));
  }

  private void deliver(Event event, Consumer<Event> heard) {
    List<Event> delivered = List.of(event);
    for (Function<Event, List<Event>> change : inbox) {
      delivered = delivered.stream().flatMap(one -> change.apply(one).stream()).toList();
    }
    delivered.forEach(heard);
  }

  private Event changed(Event event) {
    Event changed = event;
    for (UnaryOperator<Event> change : events) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private Object changed(Object reply) {
    Object changed = reply;
    for (UnaryOperator<Object> change : replies) {
      changed = change.apply(changed);
    }
    return changed instanceof EventsPage page
        ? new EventsPage(page.events().stream().map(this::changed).toList(), page.last())
        : changed;
  }
}
