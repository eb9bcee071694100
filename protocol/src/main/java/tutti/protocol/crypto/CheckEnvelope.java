package tutti.protocol.crypto;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.Require;

/**
 * Asks for the whole check of one envelope: its signature, and that the points it carries are on
 * the curve.
 *
 * @param keys further keys to check
 * @param pubnonces nonces to check
 */
public record CheckEnvelope(
    Envelope envelope, @Nullable List<PublicKey> keys, @Nullable List<PublicNonce> pubnonces) {
  public CheckEnvelope {
    Require.present(envelope, "envelope");
    keys = keys == null ? null : List.copyOf(keys);
    pubnonces = pubnonces == null ? null : List.copyOf(pubnonces);
  }

  /** Only the signature. */
  public static CheckEnvelope of(Envelope envelope) {
    return new CheckEnvelope(envelope, null, null);
  }
}
