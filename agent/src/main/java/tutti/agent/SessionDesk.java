package tutti.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import tutti.agent.session.Attempts;
import tutti.agent.session.Prior;
import tutti.agent.session.Round;
import tutti.agent.session.SessionSettings;
import tutti.agent.session.SignerSession;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Limit;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;

/** All sessions of one signer. */
final class SessionDesk {
  /** How long an ended session is kept at hand; later it is fetched again if it is asked for. */
  private static final long LINGER = 60_000;

  private final AgentContext context;
  private final Scribe scribe;
  private final Attempts attempts;
  private final WalletDesk wallet;
  private final Map<SessionId, SessionDriver> sessions = new HashMap<>();
  private Consumer<SessionDriver> newcomer = driver -> {};

  SessionDesk(AgentContext context, Scribe scribe) {
    this.context = context;
    this.scribe = scribe;
    this.wallet = new WalletDesk(context);
    Set<RequestId> only = context.settings().only();
    this.attempts = only == null ? new Attempts() : new Attempts(only);
  }

  /** Who is told of every session that is heard of for the first time. */
  void onNewcomer(Consumer<SessionDriver> listener) {
    newcomer = listener;
  }

  /** An event of a session; one that is heard of for the first time is looked into. */
  void onEvent(SessionId id, Event event, Prior prior) {
    SessionDriver driver = sessions.get(id);
    if (driver == null || driver.isForgotten()) {
      if (isLast(event)) {
        return;
      }
      driver = open(id, prior);
    }
    driver.onEvent(event);
  }

  /** With this one the services have dropped it: whoever asks hears only that it is not there. */
  private static boolean isLast(Event event) {
    return event.type().equals(EventType.SESSION_CLOSED.wireName());
  }

  /** The session, looked into if it was not known. */
  SessionDriver contact(SessionId id) {
    SessionDriver driver = sessions.get(id);
    if (driver == null || driver.isForgotten()) {
      driver = open(id, Prior.NOTHING);
      driver.sync();
    }
    return driver;
  }

  /** Does something with a session once it was verified. */
  <T> CompletableFuture<T> known(SessionId id, Function<SessionDriver, CompletableFuture<T>> work) {
    return contact(id).known().thenCompose(work);
  }

  CompletableFuture<SessionReply> start(SessionId id, Round round) {
    return known(id, driver -> driver.start(round));
  }

  /**
   * The application ends a session, and does not want the next one of its request either: a new
   * attempt may be asked for by any other signer.
   */
  CompletableFuture<SessionReply> abort(SessionId id, String reason) {
    SessionDriver driver = contact(id);
    driver.withdraw(); // even if nothing is known of it yet
    return driver
        .known()
        .thenCompose(
            known -> {
              known.session().request().map(VerifiedRequest::id).ifPresent(this::withdraw);
              return known.orders().abort(reason);
            });
  }

  /** The application asks for a new attempt, and so takes part in it. */
  CompletableFuture<SessionReply> retry(SessionId id) {
    return known(
        id,
        driver -> {
          driver.session().request().map(VerifiedRequest::id).ifPresent(attempts::consent);
          return driver.orders().retry();
        });
  }

  /** Contributes to no session of this request any more, until the application says otherwise. */
  void withdraw(RequestId request) {
    attempts.withdraw(request);
    for (SessionDriver driver : sessions.values()) {
      if (driver.session().request().filter(known -> known.id().equals(request)).isPresent()) {
        driver.withdraw();
      }
    }
  }

  Attempts attempts() {
    return attempts;
  }

  WalletDesk wallet() {
    return wallet;
  }

  CompletableFuture<SessionStatus> status(SessionId id) {
    return context.calls().call(SessionApi.STATUS, new SessionQuery(id), context.callDeadline());
  }

  CompletableFuture<Boolean> isCoordinator(SessionId id) {
    return known(id, this::isCoordinator);
  }

  void onTick(long now) {
    long kept = Math.min(LINGER, context.limit(Limit.RETENTION));
    List<SessionDriver> alive = new ArrayList<>();
    sessions
        .values()
        .removeIf(
            driver -> {
              boolean over = driver.isOver(now);
              if (!over) {
                alive.add(driver);
              }
              return over && now - kept > driver.endedAt();
            });
    alive.forEach(driver -> driver.onTick(now));
  }

  /** Asks for what was missed of all that is under way. */
  void sync() {
    long now = context.now();
    sessions.values().stream()
        .filter(one -> !one.isOver(now))
        .toList()
        .forEach(SessionDriver::sync);
  }

  void close(SigningFailedException reason) {
    sessions.values().forEach(driver -> driver.close(reason));
  }

  private SessionDriver open(SessionId id, Prior prior) {
    var settings =
        new SessionSettings(
            context.settings().drive() == Drive.AUTOMATIC,
            prior,
            context.limit(Limit.PHASE_TIMEOUT),
            2 * context.limit(Limit.SYNC_INTERVAL) + context.settings().callDeadline().toMillis());
    var session = new SignerSession(id, context.signer(), settings, attempts);
    var driver = new SessionDriver(context, scribe, session, this);
    sessions.put(id, driver);
    newcomer.accept(driver);
    return driver;
  }

  private CompletableFuture<Boolean> isCoordinator(SessionDriver driver) {
    int self = driver.session().request().map(VerifiedRequest::signerIndex).orElse(-1);
    return status(driver.id())
        .thenCombine(
            driver.election(),
            (status, election) ->
                self
                    == (status.broadcast() == null
                        ? election.coordinator()
                        : status.broadcast().coordinator()));
  }
}
