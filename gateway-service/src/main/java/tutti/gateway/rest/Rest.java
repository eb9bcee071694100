package tutti.gateway.rest;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import tutti.gateway.domain.Scope;
import tutti.gateway.http.Connections;
import tutti.gateway.http.Problems;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.json.Wire;

/** The routes: one for every operation of the OpenAPI document, and no other. */
public final class Rest {
  private static final Map<String, Operation<?, ?>> LET_IN =
      GatewayApi.letIn().stream()
          .collect(Collectors.toUnmodifiableMap(Operation::address, Function.identity()));

  private final RestServices services;
  private final Limits limits;
  private final Document document = Document.load();
  private final Map<String, Endpoint> own = new HashMap<>();
  private final EventStreams streams;
  private final KeptReplies replies;
  private final Orders orders;
  private final TransactionEndpoint transactions;

  public Rest(RestServices services) {
    var context = services.context();
    this.services = services;
    this.limits = context.limits();
    this.streams = new EventStreams(services);
    this.replies = new KeptReplies(context);
    this.orders = new Orders(context.bus().witness());
    own.putAll(new SignerEndpoints(context.bus(), services.logins(), services.conduct()).all());
    own.putAll(new AdminEndpoints(services).all());
    own.putAll(new ClusterEndpoints(services).all());
    this.transactions = new TransactionEndpoint(services);
    own.putAll(transactions.all());
  }

  /** Adds all routes. An operation without an endpoint, or the other way round, is a bug. */
  public void addTo(Router router, Connections connections) {
    Map<String, Endpoint> left = new HashMap<>(own);
    for (RouteSpec spec : document.routes()) {
      Route route = router.route(spec.method(), spec.path());
      if (spec.method().equals(HttpMethod.POST)) {
        route.handler(BodyHandler.create(false).setBodyLimit(limits.get(largest(spec))));
      }
      route.handler(connections::received);
      if (spec.id().equals(EventStreams.OPERATION)) {
        route.handler(context -> guarded(context, () -> streams.open(context, spec)));
      } else {
        Endpoint endpoint = spec.address() == null ? own(left, spec) : bus(spec);
        route.handler(Orders.isOne(spec) ? ordering(spec, endpoint) : handler(spec, endpoint));
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("not in the OpenAPI document: " + left.keySet());
    }
    Buffer json = Buffer.buffer(Wire.write(document.json()));
    router
        .get("/openapi.json")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-cache")
                    .end(json));
  }

  /** Ends the streams of somebody who is banned now. */
  public void close(String subject) {
    streams.close(subject);
  }

  /** Ends all streams. */
  public void closeAll() {
    streams.closeAll();
  }

  /** Ends what is worked out beside the event loop. */
  public Future<Void> close() {
    return transactions.close();
  }

  private Handler<RoutingContext> handler(RouteSpec spec, Endpoint endpoint) {
    return context ->
        guarded(
            context,
            () ->
                authorised(context, spec)
                    .compose(endpoint::handle)
                    .onSuccess(reply -> answer(context, reply))
                    .onFailure(failure -> Problems.answer(context, failure)));
  }

  private Handler<RoutingContext> ordering(RouteSpec spec, Endpoint endpoint) {
    return context ->
        authorised(context, spec)
            .compose(endpoint::handle)
            .onSuccess(reply -> orders.done(context, spec, reply))
            .onFailure(failure -> orders.refused(context, spec, failure))
            .onSuccess(reply -> answer(context, reply))
            .onFailure(failure -> Problems.answer(context, failure));
  }

  private Future<Call> authorised(RoutingContext context, RouteSpec spec) {
    if (spec.scope() == null) {
      return Future.succeededFuture(new Call(context, spec, Parameters.read(context, spec), null));
    }
    return services
        .apiKeys()
        .require(context.request().getHeader("Authorization"), Scope.parse(spec.scope()))
        .map(key -> new Call(context, spec, Parameters.read(context, spec), key));
  }

  private Endpoint own(Map<String, Endpoint> left, RouteSpec spec) {
    Endpoint endpoint = Objects.requireNonNull(left.remove(spec.id()), spec.id());
    return spec.scope() != null && spec.method().equals(HttpMethod.POST)
        ? new OperatorRepetition(endpoint, replies)
        : endpoint;
  }

  private Endpoint bus(RouteSpec spec) {
    Operation<?, ?> operation =
        Objects.requireNonNull(LET_IN.get(String.valueOf(spec.address())), spec.id());
    Endpoint endpoint = new BusEndpoint<>(operation, services);
    return spec.method().equals(HttpMethod.POST) ? new Repetition(endpoint, replies) : endpoint;
  }

  private static Limit largest(RouteSpec spec) {
    Operation<?, ?> operation = LET_IN.get(String.valueOf(spec.address()));
    return operation == null ? Limit.MESSAGE_BYTES : operation.maxBytes();
  }

  private static void guarded(RoutingContext context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      Problems.answer(context, e);
    }
  }

  private static void answer(RoutingContext context, Reply reply) {
    if (context.response().closed()) {
      return;
    }
    context.response().setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
    if (reply.body() == null) {
      context.response().end();
    } else {
      context
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Wire.write(reply.body())));
    }
  }
}
