package tutti.agent.session;

import java.util.List;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Which requests a signer can sign, and with which keys. */
@FunctionalInterface
public interface KeySource {
  /**
   * Where the keys are that a request is signed with. The same request gives the same answer: it is
   * asked before the signer joins, and again before it contributes to a session.
   *
   * @throws Refusal if the request says something that does not follow from what is to be signed,
   *     or wants a key that this signer does not have
   */
  KeyAccess of(VerifiedRequest verified);

  /** Messages as they are, under the signer's own key alone. */
  static KeySource of(SecretKey key) {
    return verified -> {
      SigningRequest request = verified.request();
      if (request.scheme() != null && !request.scheme().equals(SigningRequest.RAW)) {
        throw Refusal.ofField(
            ErrorCode.MALFORMED, "scheme", "this signer does not know scheme " + request.scheme());
      }
      requireOwn(key.publicKey(), request, verified.signerIndex());
      return KeyAccess.of(key);
    };
  }

  /**
   * Checks that a signer is to sign every item with its own key. With another one it could only
   * spoil the session, and would be blamed for it.
   */
  private static void requireOwn(PublicKey own, SigningRequest request, int signerIndex) {
    List<SigningItem> items = request.items();
    for (int item = 0; item < items.size(); item++) {
      List<PublicKey> keys = items.get(item).keys();
      if (keys != null && !keys.get(signerIndex).equals(own)) {
        throw Refusal.ofField(
            ErrorCode.NOT_A_PARTICIPANT,
            "items[%d].keys[%d]".formatted(item, signerIndex),
            "this signer does not have the key");
      }
    }
  }
}
