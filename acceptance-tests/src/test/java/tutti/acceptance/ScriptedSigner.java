package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicLong;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SignedOperation;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.SigningRequest;

/** A signer without an agent: it says what the test tells it to say, right or wrong. */
final class ScriptedSigner {
  private final Line line;
  private final SecretKey key;
  private final AtomicLong sequence = new AtomicLong();

  ScriptedSigner(Line line, SecretKey key) {
    this.line = line;
    this.key = key;
  }

  SecretKey key() {
    return key;
  }

  PublicKey publicKey() {
    return key.publicKey();
  }

  /** Signs with the next sequence number, now. */
  Envelope write(SignedOperation<?, ?> operation, Object body) {
    return write(
        operation.type(), sequence.incrementAndGet(), System.currentTimeMillis(), Wire.tree(body));
  }

  Envelope write(String type, long number, long sentAt, ObjectNode body) {
    return Pen.write(key, type, number, sentAt, body);
  }

  /** The number of what it says next. */
  long next() {
    return sequence.get() + 1;
  }

  /** Signs what it could say next, and does not count it as said. */
  Envelope draft(String type, ObjectNode body) {
    return write(type, next(), System.currentTimeMillis(), body);
  }

  /** Says it, and waits for the answer. */
  <B, R> R say(SignedOperation<B, R> operation, B body) {
    return line.ask(operation.operation(), write(operation, body));
  }

  RequestReply announce(SigningRequest request) {
    return say(RequestApi.ANNOUNCE, request);
  }

  RequestReply join(SigningRequest request, RequestId id) {
    return say(RequestApi.JOIN, new Join(id, request.orderedKeys().indexOf(publicKey())));
  }
}
