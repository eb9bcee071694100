package tutti.request;

import io.vertx.core.Future;
import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.crypto.EnvelopeVerdict;
import tutti.runtime.bus.ServiceBus;

/** Has the crypto service check what is said, before anything is believed. */
final class EnvelopeCheck {
  private final ServiceBus bus;

  EnvelopeCheck(ServiceBus bus) {
    this.bus = bus;
  }

  /** Fails unless the signer signed this. */
  Future<Void> requireSigned(Envelope envelope) {
    return requireSigned(envelope, List.of());
  }

  /** Fails unless the signer signed this and all keys of its body are points of the curve. */
  Future<Void> requireSigned(Envelope envelope, List<PublicKey> keys) {
    return bus.request(CryptoApi.CHECK_ENVELOPE, new CheckEnvelope(envelope, keys, null))
        .compose(EnvelopeCheck::judge);
  }

  private static Future<Void> judge(EnvelopeVerdict verdict) {
    if (!verdict.invalidKeys().isEmpty()) {
      return Future.failedFuture(
          Refusal.ofField(
              ErrorCode.INVALID_KEY,
              "body.keys[%d]".formatted(verdict.invalidKeys().get(0)),
              "the key is not a point of the curve"));
    }
    return verdict.signed()
        ? Future.succeededFuture()
        : Future.failedFuture(
            Refusal.ofField(
                ErrorCode.INVALID_SIGNATURE, "signature", "the signer did not sign this"));
  }
}
