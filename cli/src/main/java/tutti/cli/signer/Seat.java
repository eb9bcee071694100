package tutti.cli.signer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.agent.Drive;
import tutti.agent.session.DistrustException;
import tutti.agent.session.Lie;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionQuery;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A place at the services, inside the cluster or outside, for as long as one command takes. */
public final class Seat implements AutoCloseable {
  private static final Duration LEAVING = Duration.ofSeconds(10);

  /** The agent gives up by itself; this is for what hangs in spite of that. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int MAX_WAITING = 100_000;

  private final Place place;
  private final Waiting waiting;
  private final Duration patience;
  private final List<Agent> agents = new ArrayList<>();

  Seat(Place place, Waiting waiting, Duration patience) {
    this.place = place;
    this.waiting = waiting;
    this.patience = patience;
  }

  /**
   * Joins the cluster.
   *
   * @param patience for each answer
   * @throws tutti.protocol.Refusal {@code UNAVAILABLE} if there is no cluster in time
   */
  public static Seat take(Settings settings, Duration patience, Terminal terminal)
      throws ExecutionException, InterruptedException {
    var waiting = new Waiting(terminal);
    String what =
        "cluster '%s' near %s"
            .formatted(
                settings.get(Settings.CLUSTER_NAME),
                String.join(",", settings.get(Settings.CLUSTER_MEMBERS)));
    TuttiNode node;
    try {
      node =
          waiting.until(
              TuttiNode.start(settings).toCompletionStage(),
              settings.get(Settings.JOIN_TIMEOUT).plus(LEAVING).plus(LEAVING),
              what);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal && refusal.code() == ErrorCode.UNAVAILABLE) {
        throw Refusal.of(
            ErrorCode.UNAVAILABLE, "found no %s: %s".formatted(what, refusal.getMessage()));
      }
      throw e;
    }
    return new Seat(new InsideCluster(node), waiting, patience);
  }

  /** What computes here, as the settings choose it. */
  public Engine engine() {
    return Engines.select(place.settings().get(Settings.CRYPTO_ENGINE)).engine();
  }

  /**
   * An agent to be set up further, that takes part in the sessions of these requests, and of what
   * it announces, but of no others: to those nobody has said yes here.
   */
  public AgentBuilder taking(SecretKey key, RequestId... agreed) {
    return builder(bus(key), key).only(Set.of(agreed));
  }

  /** An agent that only says what it is told to say. */
  public Agent speaking(SecretKey key) throws ExecutionException, InterruptedException {
    return start(saying(key));
  }

  /** The same, to be set up further. */
  public AgentBuilder saying(SecretKey key) {
    return builder(new SpeakingBus(bus(key)), key).drive(Drive.MANUAL);
  }

  /** Starts an agent; it is closed with this seat. */
  public Agent start(AgentBuilder builder) throws ExecutionException, InterruptedException {
    Agent agent = answer(builder.start(), "the signer's inbox");
    agents.add(agent);
    return agent;
  }

  /** Asks without speaking for anyone; as often as it takes, while the command may wait. */
  public <Q, R> R ask(Operation<Q, R> operation, Q query, String what)
      throws ExecutionException, InterruptedException {
    return answer(place.ask(operation, query), what);
  }

  /** A request that names this signer. */
  public VerifiedRequest verified(RequestId id, PublicKey signer)
      throws ExecutionException, InterruptedException {
    RequestView view = ask(RequestApi.GET, new GetRequest(id), "request-service");
    return verified(view.request(), id, signer);
  }

  /**
   * Checks what the services say that a request is.
   *
   * @throws Refusal if it is not what its creator announced, or does not name this signer
   */
  public VerifiedRequest verified(Envelope shown, RequestId id, PublicKey signer) {
    try {
      return VerifiedRequest.of(engine(), shown, id, signer);
    } catch (DistrustException e) {
      throw Refusal.of(e.lie().code(), e.detail());
    }
  }

  /**
   * The request of a session that names this signer.
   *
   * @throws Refusal {@code CONFLICT} if the session does not follow from what is shown: a yes to
   *     that would be one to something else
   */
  public VerifiedRequest verified(SessionId session, PublicKey signer)
      throws ExecutionException, InterruptedException {
    SessionDescriptor shown = ask(SessionApi.GET, new SessionQuery(session), "session-service");
    VerifiedRequest request = verified(shown.request(), shown.requestId(), signer);
    var terms = new SessionTerms(request.id(), request.request(), shown.attempt());
    if (!terms.sessionId().equals(session)) {
      throw Refusal.of(Lie.SESSION_ID.code(), Lie.SESSION_ID.description());
    }
    return request;
  }

  /** The requests that wait for this signer; what is not what its creator announced is left out. */
  public List<VerifiedRequest> waiting(PublicKey signer)
      throws ExecutionException, InterruptedException {
    List<VerifiedRequest> waiting = new ArrayList<>();
    String after = null;
    do {
      var query = new RequestQuery(signer, List.of(RequestState.OPEN), null, after);
      RequestPage page = ask(RequestApi.FIND, query, "request-service");
      for (RequestView view : page.requests()) {
        genuine(view, signer).ifPresent(waiting::add);
      }
      if (page.next() != null && (page.next().equals(after) || waiting.size() > MAX_WAITING)) {
        throw Refusal.of(ErrorCode.MALFORMED, "pages of requests that do not end");
      }
      after = page.next();
    } while (after != null);
    return waiting;
  }

  private Optional<VerifiedRequest> genuine(RequestView view, PublicKey signer) {
    try {
      return Optional.of(VerifiedRequest.of(engine(), view.request(), view.requestId(), signer));
    } catch (DistrustException forged) {
      return Optional.empty();
    }
  }

  /** Waits for an answer as long as the command may. */
  public <T> T answer(CompletionStage<T> stage, String what)
      throws ExecutionException, InterruptedException {
    return waiting.until(stage, patience.plus(GRACE), what);
  }

  /** Waits for something that takes as long as people do. */
  public <T> T end(CompletionStage<T> stage, Duration atMost, String what)
      throws ExecutionException, InterruptedException {
    return waiting.until(stage, atMost, what);
  }

  private Bus bus(SecretKey key) {
    return place.bus(key, engine());
  }

  private AgentBuilder builder(Bus bus, SecretKey key) {
    return Agent.builder(bus)
        .key(key)
        .engine(engine())
        .limits(place.settings().limits())
        .callDeadline(patience);
  }

  /** Leaves. That it could not be done in order is of no interest to anyone any more. */
  @Override
  public void close() {
    agents.forEach(Agent::close);
    try {
      place.leave().get(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The members that stay find out by themselves.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
