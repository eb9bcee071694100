package tutti.discovery;

import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.json.Wire;

/** A key that signs what it says. */
record TestSigner(SecretKey secret) {
  static TestSigner create() {
    return new TestSigner(SecretKey.generate());
  }

  PublicKey key() {
    return secret.publicKey();
  }

  Envelope say(String type, Object body, long sentAt) {
    var json = Wire.tree(body);
    Bytes digest = Envelope.digest(type, key(), 1, sentAt, json);
    Signature signature = Engines.bouncyCastle().signSchnorr(secret, digest);
    return new Envelope(type, key(), 1, sentAt, json, signature);
  }
}
