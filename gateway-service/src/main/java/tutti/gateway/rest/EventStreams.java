package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Subject;
import tutti.gateway.event.Channels.Subscription;
import tutti.gateway.event.PublicEvents.Published;
import tutti.gateway.http.Guard;
import tutti.gateway.http.Problems;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Opens streams of events: of public topics, and of one inbox for who holds its key. */
final class EventStreams {
  static final String OPERATION = "streamEvents";

  private static final long BEAT_MILLIS = 15_000;
  private static final Set<String> TOPICS = Set.of("signers", "requests");

  private final RestServices services;
  private final Vertx vertx;
  private final InboxReplay replay;
  private final Map<EventStream, Set<String>> open = new HashMap<>();

  EventStreams(RestServices services) {
    this.services = services;
    this.vertx = services.context().vertx();
    this.replay = new InboxReplay(services.context().bus());
  }

  /** Ends those of somebody who is banned now. */
  void close(String subject) {
    List.copyOf(open.keySet()).stream()
        .filter(stream -> open.getOrDefault(stream, Set.of()).contains(subject))
        .forEach(EventStream::end);
  }

  /** Ends all of them. */
  void closeAll() {
    List.copyOf(open.keySet()).forEach(EventStream::end);
  }

  void open(RoutingContext context, RouteSpec spec) {
    var parameters = Parameters.read(context, spec);
    Set<String> topics = topics(parameters.path("topics"));
    String last = lastSeen(context, parameters);
    String inbox = parameters.path("inbox").textValue();
    if (inbox == null) {
      start(context, topics, null, last);
    } else {
      holder(context, PublicKeys.parse(inbox, "inbox"))
          .onSuccess(key -> start(context, topics, key, last))
          .onFailure(failure -> Problems.answer(context, failure));
    }
  }

  /** A browser that comes back says it in a header, and asks for the address it began with. */
  private static @Nullable String lastSeen(RoutingContext context, ObjectNode parameters) {
    String header = context.request().getHeader("Last-Event-ID");
    return header == null ? parameters.path("lastEventId").textValue() : header;
  }

  private void start(
      RoutingContext context,
      Set<String> topics,
      @Nullable PublicKey inbox,
      @Nullable String last) {
    if (context.response().closed()) {
      return;
    }
    EventStream stream = new EventStream(context.response());
    Set<String> subjects = new HashSet<>(Set.of(Subject.of(Guard.addressOf(context))));
    if (inbox != null) {
      subjects.add(Subject.of(inbox));
    }
    open.put(stream, subjects);
    stream.atEnd(() -> open.remove(stream));
    long beat = vertx.setPeriodic(BEAT_MILLIS, now -> stream.beat());
    stream.atEnd(() -> vertx.cancelTimer(beat));
    // Whoever is told that it has started misses nothing from then on.
    Future<?> heard = inbox == null ? Future.succeededFuture() : listen(stream, inbox);
    heard
        .compose(open -> stream.sendMissed(Stream.of(EventStream.about("stream.started"))))
        .compose(started -> missed(stream, topics, last))
        .compose(
            told ->
                inbox == null || last == null
                    ? Future.succeededFuture()
                    : replay.to(stream, inbox, last))
        .onSuccess(told -> stream.goLive())
        .onFailure(failure -> stream.end()); // it comes back, and says again what it has
  }

  /** Follows from now on, and tells what was before. */
  private Future<Void> missed(EventStream stream, Set<String> topics, @Nullable String last) {
    Optional<List<Published>> known =
        last == null ? Optional.of(List.of()) : services.events().after(last);
    List<Published> missed = known.orElseGet(() -> services.events().all());
    Predicate<Published> wanted = event -> topics.contains(event.topic());
    stream.atEnd(
        services
            .events()
            .follow(
                event -> {
                  if (wanted.test(event)) {
                    stream.send(event);
                  }
                }));
    return stream.sendMissed(
        Stream.concat(
            known.isPresent() ? Stream.of() : Stream.of(EventStream.about("stream.reset")),
            missed.stream().filter(wanted)));
  }

  private Future<?> listen(EventStream stream, PublicKey inbox) {
    Future<Subscription> listening =
        services.channels().listen(Addresses.inbox(inbox), message -> deliver(stream, message));
    stream.atEnd(() -> listening.onSuccess(Subscription::close));
    return listening;
  }

  private static void deliver(EventStream stream, Message<JsonObject> message) {
    stream.send(Published.of("", message.body()));
    if (message.replyAddress() != null) {
      message.reply(new JsonObject());
    }
  }

  private Future<PublicKey> holder(RoutingContext context, PublicKey key) {
    services.bans().requireNone(Subject.of(key));
    BearerToken token =
        Optional.ofNullable(context.request().getHeader("Authorization"))
            .flatMap(BearerToken::ofHeader)
            .orElseThrow(
                () -> Refusal.of(ErrorCode.NOT_AUTHENTICATED, "log in with the key of this inbox"));
    return services
        .logins()
        .verify(token)
        .map(
            grant -> {
              if (!grant.publicKey().equals(key)) {
                throw Refusal.of(ErrorCode.NOT_ALLOWED, "this token opens another inbox");
              }
              return key;
            });
  }

  private static Set<String> topics(com.fasterxml.jackson.databind.JsonNode names) {
    Set<String> topics = new HashSet<>();
    for (var name : names) {
      if (!TOPICS.contains(name.asText())) {
        throw Refusal.ofField(ErrorCode.MALFORMED, "topics", "signers or requests is expected");
      }
      topics.add("tutti.events." + name.asText());
    }
    return names.isMissingNode()
        ? Set.of(Addresses.SIGNER_EVENTS, Addresses.REQUEST_EVENTS)
        : topics;
  }
}
