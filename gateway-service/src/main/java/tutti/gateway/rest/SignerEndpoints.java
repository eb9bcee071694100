package tutti.gateway.rest;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import tutti.gateway.access.Conduct;
import tutti.gateway.access.Logins;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.runtime.bus.ServiceBus;

/** What concerns one signer and is no operation of a service. */
final class SignerEndpoints {
  private final ServiceBus bus;
  private final Logins logins;
  private final Conduct conduct;

  SignerEndpoints(ServiceBus bus, Logins logins, Conduct conduct) {
    this.bus = bus;
    this.logins = logins;
    this.conduct = conduct;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "challenge", this::challenge, "login", this::login, "getSigner", this::advertisement);
  }

  private Future<Reply> challenge(Call call) {
    return logins.challenge(call.body(ChallengeQuery.class)).map(Reply::ok);
  }

  private Future<Reply> login(Call call) {
    Envelope envelope = call.body(Envelope.class);
    conduct.requireWelcome(envelope.signer());
    return logins
        .login(envelope)
        .onSuccess(token -> conduct.loggedIn(envelope.signer(), call.address()))
        .map(Reply::ok)
        .onFailure(
            failure -> {
              if (failure instanceof Refusal refusal) {
                conduct.refused(refusal, call.address(), null);
              }
            });
  }

  private Future<Reply> advertisement(Call call) {
    PublicKey key = PublicKeys.parse(call.parameter("publicKey"), "publicKey");
    var query = new SignerQuery(null, null, null, List.of(key), null, null, null, null);
    return bus.request(DiscoveryApi.FIND, query)
        .map(
            page -> {
              if (page.signers().isEmpty()) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "this key does not advertise");
              }
              return Reply.ok(page.signers().get(0));
            });
  }
}
