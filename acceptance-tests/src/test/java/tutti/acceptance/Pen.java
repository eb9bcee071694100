package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;

/** Signs whatever it is given. */
final class Pen {
  private Pen() {}

  static Envelope write(SecretKey key, String type, long sequence, long sentAt, ObjectNode body) {
    var digest = Envelope.digest(type, key.publicKey(), sequence, sentAt, body);
    var signature = Engines.bouncyCastle().signSchnorr(key, digest);
    return new Envelope(type, key.publicKey(), sequence, sentAt, body, signature);
  }
}
