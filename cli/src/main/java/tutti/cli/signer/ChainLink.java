package tutti.cli.signer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.agent.AgentBuilder;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.chain.ChainBroadcaster;
import tutti.agent.chain.ChainWitness;
import tutti.agent.chain.FundingGuard;
import tutti.agent.chain.TransactionSpending;
import tutti.agent.session.VerifiedRequest;
import tutti.chain.ChainClient;
import tutti.chain.ChainWatcher;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.EventData;
import tutti.protocol.event.FailoverExhausted;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.SigningRequest;

/** A signer's chain while a command runs; whoever takes part stays until the transaction is out. */
public final class ChainLink implements AgentListener, AutoCloseable {
  /** Long enough for a policy, besides what is waited for. */
  private static final Duration POLICY = Duration.ofSeconds(30);

  /** The transaction is out then; only that everybody is told may still be missing. */
  private static final long TELLING_SECONDS = 15;

  private final @Nullable ChainClient client;
  private final Duration interval;
  private final int confirmations;
  private final Duration patience;
  private final Map<SessionId, RequestId> sessions = new ConcurrentHashMap<>();
  private final Map<RequestId, CompletableFuture<String>> seen = new ConcurrentHashMap<>();
  private final Map<RequestId, CompletableFuture<EventData>> told = new ConcurrentHashMap<>();

  ChainLink(@Nullable ChainClient client, Duration interval, int confirmations, Duration patience) {
    this.client = client;
    this.interval = interval;
    this.confirmations = confirmations;
    this.patience = patience;
  }

  /** Equips a signer; its events are to be shown to this listener, too. */
  public void equip(AgentBuilder agent) {
    if (client == null) {
      return;
    }
    var watcher = new ChainWatcher(client, interval);
    var spending = new TransactionSpending();
    var rule = new FundingGuard.Rule(confirmations, patience);
    agent
        .guard(new FundingGuard(client, watcher, spending, rule))
        .policyTimeout(patience.plus(POLICY))
        .broadcaster(new ChainBroadcaster(client, watcher, spending, 0))
        .witness(new ChainWitness(client, watcher, spending, 0));
  }

  @Override
  public void on(AgentEvent event) {
    if (event instanceof AgentEvent.BroadcastSeen sight) {
      RequestId request = sessions.get(sight.sessionId());
      if (request != null) {
        seen(request).complete(sight.reference());
      }
    } else if (event instanceof AgentEvent.Happened happened) {
      happened(happened.data());
    }
  }

  /** Waits until the transaction of a request is out, if somebody is to bring it out. */
  public void awaitOut(Seat seat, VerifiedRequest request, Duration atMost) throws Exception {
    boolean comesOut =
        request.request().optionsOrDefault().broadcastOrDefault()
            && isTransaction(request.request());
    if (client == null || !comesOut) {
      return;
    }
    seat.end(seen(request.id()), atMost, "the transaction on the chain");
    seat.end(
        told(request.id())
            .copy()
            .orTimeout(TELLING_SECONDS, TimeUnit.SECONDS)
            .handle((event, error) -> true),
        atMost,
        "the confirmation");
  }

  private static boolean isTransaction(SigningRequest request) {
    return SigningRequest.PSBT.equals(request.scheme())
        || SigningRequest.LOTUS.equals(request.scheme());
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }

  private void happened(EventData data) {
    if (data instanceof SessionReady ready) {
      sessions.put(ready.sessionId(), ready.requestId());
    } else if (data instanceof BroadcastConfirmed confirmed) {
      told(confirmed.sessionId(), data);
    } else if (data instanceof FailoverExhausted exhausted) {
      told(exhausted.sessionId(), data);
      nobodyIsLeft(exhausted.sessionId());
    }
  }

  private void nobodyIsLeft(SessionId session) {
    RequestId request = sessions.get(session);
    if (request != null) {
      seen(request)
          .completeExceptionally(
              Refusal.of(ErrorCode.UNAVAILABLE, "nobody could bring the transaction out"));
    }
  }

  private void told(SessionId session, EventData data) {
    RequestId request = sessions.get(session);
    if (request != null) {
      told(request).complete(data);
    }
  }

  private CompletableFuture<String> seen(RequestId request) {
    return seen.computeIfAbsent(request, id -> new CompletableFuture<>());
  }

  private CompletableFuture<EventData> told(RequestId request) {
    return told.computeIfAbsent(request, id -> new CompletableFuture<>());
  }
}
