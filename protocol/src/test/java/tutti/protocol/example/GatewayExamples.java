package tutti.protocol.example;

import java.util.Map;
import tutti.musig2.Bytes;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.Login;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.gateway.LoginToken;

/** Bob logs in. */
final class GatewayExamples {
  private static final Bytes CHALLENGE = Story.hash("challenge");

  private GatewayExamples() {}

  static Map<String, Object> all() {
    return Map.of(
        "gateway.challenge.request",
        new ChallengeQuery(Signer.BOB.publicKey()),
        "gateway.challenge.reply",
        new LoginChallenge(CHALLENGE, Signer.START + 60_000, null),
        "gateway.login.request",
        Signer.BOB.say(GatewayApi.LOGIN, 1, new Login(CHALLENGE, "http://127.0.0.1:8080")),
        "gateway.login.reply",
        new LoginToken(Story.hash("token").hex(), Signer.START + 3_600_000));
  }
}
