package tutti.runtime.bus;

import io.vertx.core.Future;
import java.util.function.IntFunction;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.crypto.EnvelopeVerdict;

/** Has the crypto service check what a signer says, before anything of it is believed. */
public final class Authenticity {
  private final ServiceBus bus;

  public Authenticity(ServiceBus bus) {
    this.bus = bus;
  }

  /** Fails unless the signer's key is a point of the curve and signed this. */
  public Future<Void> require(Envelope envelope) {
    return require(CheckEnvelope.of(envelope));
  }

  /** Fails unless, besides, all keys and nonces to check are points of the curve. */
  public Future<Void> require(CheckEnvelope query) {
    return require(query, "body.keys[%d]"::formatted);
  }

  /**
   * The same of a message whose keys are in several places.
   *
   * @param keyField the path of a key that is to be checked, by its position
   */
  public Future<Void> require(CheckEnvelope query, IntFunction<String> keyField) {
    return bus.request(CryptoApi.CHECK_ENVELOPE, query)
        .compose(verdict -> judge(verdict, keyField));
  }

  private static Future<Void> judge(EnvelopeVerdict verdict, IntFunction<String> keyField) {
    if (!verdict.invalidKeys().isEmpty()) {
      return refused(
          ErrorCode.INVALID_KEY,
          keyField.apply(verdict.invalidKeys().get(0)),
          "the key is not a point of the curve");
    }
    if (!verdict.signed()) {
      return refused(ErrorCode.INVALID_SIGNATURE, "signature", "the signer did not sign this");
    }
    if (!verdict.invalidNonces().isEmpty()) {
      return refused(
          ErrorCode.INVALID_NONCE,
          "body.pubnonces[%d]".formatted(verdict.invalidNonces().get(0)),
          "the nonce is not two points of the curve");
    }
    return Future.succeededFuture();
  }

  private static Future<Void> refused(ErrorCode code, String field, String message) {
    return Future.failedFuture(Refusal.ofField(code, field, message));
  }
}
