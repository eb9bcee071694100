package tutti.discovery;

import io.vertx.core.Future;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.CryptoApi;
import tutti.runtime.bus.ServiceBus;

/** Has the crypto service check what is said, before anything is believed. */
final class EnvelopeCheck {
  private final ServiceBus bus;

  EnvelopeCheck(ServiceBus bus) {
    this.bus = bus;
  }

  /** Fails unless the signer's key is a point of the curve and signed this. */
  Future<Void> requireSigned(Envelope envelope) {
    return bus.request(CryptoApi.CHECK_ENVELOPE, CheckEnvelope.of(envelope))
        .compose(
            verdict ->
                verdict.signed()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Refusal.ofField(
                            ErrorCode.INVALID_SIGNATURE,
                            "signature",
                            "the signer did not sign this")));
  }
}
