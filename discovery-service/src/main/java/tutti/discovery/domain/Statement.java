package tutti.discovery.domain;

import tutti.musig2.Signature;
import tutti.protocol.Envelope;

/**
 * The last thing that a signer said here. Whatever was said before it is a replay.
 *
 * @param sentAt the signer's own time
 * @param signature by which the very same statement is known again
 */
public record Statement(long sentAt, Signature signature) {
  static Statement of(Envelope envelope) {
    return new Statement(envelope.sentAt(), envelope.signature());
  }

  boolean isSame(Envelope envelope) {
    return signature.equals(envelope.signature());
  }
}
