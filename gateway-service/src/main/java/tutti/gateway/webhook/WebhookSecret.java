package tutti.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tutti.gateway.domain.BearerToken;

/**
 * Signs what is sent to one webhook, as Standard Webhooks has it. The secret follows from the
 * operator's key and the webhook's id, so that all gateways have it and no map does.
 */
public final class WebhookSecret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final byte[] secret;

  private WebhookSecret(byte[] secret) {
    this.secret = secret;
  }

  public static WebhookSecret of(BearerToken operatorKey, String webhookId) {
    byte[] master = operatorKey.reveal().getBytes(UTF_8);
    return new WebhookSecret(hmac(master, "tutti webhook " + webhookId));
  }

  /** The value of {@code webhook-signature}. */
  public String sign(String messageId, long seconds, String body) {
    byte[] signature = hmac(secret, "%s.%d.%s".formatted(messageId, seconds, body));
    return "v1," + Base64.getEncoder().encodeToString(signature);
  }

  /** To be given to the webhook's owner, once. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
