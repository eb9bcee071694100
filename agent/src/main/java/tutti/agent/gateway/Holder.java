package tutti.agent.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.Login;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;

/** Whoever holds a key, and so can log in with it. */
record Holder(SecretKey key, Engine engine) {
  PublicKey publicKey() {
    return key.publicKey();
  }

  /** The answer to a challenge, which is of use at this gateway only. */
  Envelope answer(LoginChallenge challenge, String audience, long now) {
    String type = GatewayApi.LOGIN.type();
    ObjectNode body = Wire.tree(new Login(challenge.challenge(), audience));
    var digest = Envelope.digest(type, publicKey(), 1, now, body);
    return new Envelope(type, publicKey(), 1, now, body, engine.signSchnorr(key, digest));
  }
}
