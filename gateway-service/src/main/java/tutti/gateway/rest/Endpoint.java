package tutti.gateway.rest;

import io.vertx.core.Future;

/** What answers one operation of the document; it refuses by throwing or by failing. */
@FunctionalInterface
interface Endpoint {
  Future<Reply> handle(Call call);
}
