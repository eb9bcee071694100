package tutti.gateway.rest;

import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Keys in addresses of requests. */
final class PublicKeys {
  private PublicKeys() {}

  static PublicKey parse(String text, String field) {
    if (!text.matches("[0-9a-f]{66}")) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, field, field + " must be 66 lower-case hex digits");
    }
    try {
      return PublicKey.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, field, String.valueOf(e.getMessage()));
    }
  }
}
