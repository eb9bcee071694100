package tutti.gateway.rest;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Copies;

/** Asks every service something small, as a client would, and looks at the copies of the data. */
final class Health {
  private static final long PATIENCE_SECONDS = 2;
  private static final Bytes NOBODYS = Bytes.of(new byte[32]);

  /** The generator of the group: a key that everybody knows. */
  private static final PublicKey SOME_KEY =
      PublicKey.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

  private final ServiceBus bus;
  private final Vertx vertx;
  private final HazelcastInstance hazelcast;

  Health(ServiceContext context) {
    bus = context.bus();
    vertx = context.vertx();
    hazelcast = context.hazelcast();
  }

  /** How something is: whether it works. */
  enum Outcome {
    UP,
    DOWN
  }

  /** How one thing is. */
  record Check(String name, Outcome outcome, @Nullable String detail) {
    static Check up(String name) {
      return new Check(name, Outcome.UP, null);
    }

    static Check down(String name, String detail) {
      return new Check(name, Outcome.DOWN, detail);
    }
  }

  /** How all is. */
  record Report(Outcome outcome, List<Check> checks) {}

  Future<Report> look() {
    var anyone = new SignerQuery(null, null, null, null, null, null, 1, null);
    var checks =
        List.of(
            service("discovery", DiscoveryApi.FIND, anyone),
            service("request", RequestApi.GET, new GetRequest(new RequestId(NOBODYS))),
            service("session", SessionApi.STATUS, new SessionQuery(new SessionId(NOBODYS))),
            service(
                "crypto",
                CryptoApi.AGGREGATE_KEYS,
                new AggregateKeys(List.of(SOME_KEY), null, null, null)),
            copies());
    return Future.all(checks)
        .map(
            done -> {
              List<Check> all = new ArrayList<>();
              checks.forEach(one -> all.add(one.result()));
              boolean up = all.stream().allMatch(one -> one.outcome() == Outcome.UP);
              return new Report(up ? Outcome.UP : Outcome.DOWN, all);
            });
  }

  private <Q> Future<Check> service(String name, Operation<Q, ?> operation, Q query) {
    return bus.request(operation, query)
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .map(Check.up(name))
        .otherwise(failure -> judged(name, failure));
  }

  /** That there is no such thing is an answer, too. */
  private static Check judged(String name, Throwable failure) {
    if (!(failure instanceof Refusal refusal)) {
      return Check.down(name, "no answer within %d s".formatted(PATIENCE_SECONDS));
    }
    return refusal.code() == ErrorCode.NOT_FOUND
        ? Check.up(name)
        : Check.down(name, refusal.code().name());
  }

  /** Whether the loss of one member would lose nothing. */
  private Future<Check> copies() {
    return Future.fromCompletionStage(
            Copies.areCompleteEverywhere(hazelcast), vertx.getOrCreateContext())
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .map(
            safe ->
                safe
                    ? Check.up("copies")
                    : Check.down("copies", "not every document has its copies now"))
        .otherwise(Check.down("copies", "the cluster does not answer"));
  }
}
