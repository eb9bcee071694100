package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import tutti.gateway.domain.Subject;
import tutti.musig2.Network;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.request.TransactionSummaries;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/**
 * What the transaction of a request does, for people. Strangers write the transactions, and reading
 * one can take long: it is done beside everything else, one after the other, and few may wait.
 */
final class TransactionEndpoint {
  private static final Map<String, Network> NETWORKS =
      Arrays.stream(Network.values())
          .collect(Collectors.toUnmodifiableMap(network -> name(network), network -> network));

  private final ServiceBus bus;
  private final Limits limits;
  private final WorkerExecutor worker;
  private final Turns turns;
  private final Optional<TransactionSummaries> summaries =
      ServiceLoader.load(TransactionSummaries.class).findFirst();

  TransactionEndpoint(RestServices services) {
    bus = services.context().bus();
    limits = services.context().limits();
    turns = turns(services.context().settings());
    worker = services.context().vertx().createSharedWorkerExecutor("tutti-transactions", 1);
  }

  private static Turns turns(Settings settings) {
    return new Turns(
        settings.get(EdgeSettings.TRANSACTIONS_WAITING),
        settings.get(EdgeSettings.TRANSACTIONS_WAITING_PER_ADDRESS));
  }

  Map<String, Endpoint> all() {
    return Map.of("getTransaction", this::transaction);
  }

  Future<Void> close() {
    return worker.close();
  }

  private Future<Reply> transaction(Call call) {
    Network network = NETWORKS.get(call.parameter("network"));
    if (network == null) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "network", "network is unknown");
    }
    ObjectNode asked = call.parameters().deepCopy();
    asked.remove("network");
    GetRequest query = Wire.read(asked, GetRequest.class);
    return turns.take(
        Subject.of(call.address()),
        () ->
            bus.request(RequestApi.GET, query)
                .compose(view -> worker.executeBlocking(() -> told(view, network), false)));
  }

  private Reply told(RequestView view, Network network) {
    SigningRequest request = RequestApi.ANNOUNCE.bodyOf(view.request());
    ObjectNode summary =
        summaries
            .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "nobody here reads transactions"))
            .summary(request, network)
            .orElseThrow(
                () -> Refusal.of(ErrorCode.NOT_FOUND, "this request is about no transaction"));
    if (Wire.write(summary).length > limits.get(Limit.BATCH_BYTES)) {
      throw Refusal.of(ErrorCode.TOO_LARGE, "what this transaction does cannot be told in short");
    }
    return Reply.ok(
        new Told(view.requestId(), String.valueOf(request.scheme()), name(network), summary));
  }

  private static String name(Network network) {
    return network.name().toLowerCase(Locale.ROOT);
  }

  /** What is answered. */
  record Told(RequestId requestId, String scheme, String network, ObjectNode transaction) {}
}
