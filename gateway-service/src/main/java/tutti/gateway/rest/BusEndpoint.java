package tutti.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import tutti.gateway.access.Conduct;
import tutti.gateway.access.Readers;
import tutti.gateway.access.Readers.Reader;
import tutti.gateway.access.Stamps;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.bus.ServiceBus;

/** An operation of the contract: a signed envelope as the body, or a query as the parameters. */
final class BusEndpoint<Q, R> implements Endpoint {
  private static final String STAMP = "Tutti-Stamp";

  private final Operation<Q, R> operation;
  private final ServiceBus bus;
  private final Conduct conduct;
  private final Stamps stamps;
  private final Readers readers;

  BusEndpoint(Operation<Q, R> operation, RestServices services) {
    this.operation = operation;
    this.bus = services.context().bus();
    this.conduct = services.conduct();
    this.stamps = services.stamps();
    this.readers = services.readers();
  }

  @Override
  public Future<Reply> handle(Call call) {
    if (!operation.request().equals(Envelope.class)) {
      Q query = Wire.read(call.parameters(), operation.request());
      Reader reader = Reader.with(call.context().request().getHeader("Authorization"));
      return readers
          .require(operation, call.parameter("sessionId"), reader)
          .compose(allowed -> ask(call, query, null));
    }
    Envelope envelope = call.body(Envelope.class);
    requireSame(call, envelope);
    conduct.requireWelcome(envelope.signer());
    String stamp = call.context().request().getHeader(STAMP);
    return stamps
        .require(operation, () -> envelope, stamp)
        .compose(paid -> ask(call, operation.request().cast(envelope), envelope.signer()));
  }

  private Future<Reply> ask(Call call, Q query, @Nullable PublicKey signer) {
    return bus.request(operation, query)
        .map(Reply::ok)
        .onSuccess(reply -> conduct.accepted(signer))
        .onFailure(
            failure -> {
              if (failure instanceof Refusal refusal) {
                conduct.refused(refusal, call.address(), signer);
              }
            });
  }

  /** What the address of the request says, the envelope has to say too: only that is signed. */
  private static void requireSame(Call call, Envelope envelope) {
    for (RouteSpec.Parameter parameter : call.route().parameters()) {
      String name = parameter.name();
      JsonNode said = name.equals("publicKey") ? null : envelope.body().path(name);
      String text = said == null ? envelope.signer().hex() : said.asText();
      if (!text.equals(call.parameter(name))) {
        throw Refusal.ofField(
            ErrorCode.MALFORMED,
            said == null ? "signer" : "body." + name,
            "is not the one in the path of the request");
      }
    }
  }
}
