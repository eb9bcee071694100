package tutti.protocol.crypto;

import java.util.List;
import tutti.protocol.Require;

/**
 * What a check found.
 *
 * @param signed the signer's key is valid and signed the envelope
 * @param invalidKeys positions in {@code keys} that are no points of the curve
 * @param invalidNonces positions in {@code pubnonces} that are no points of the curve
 */
public record EnvelopeVerdict(
    boolean signed, List<Integer> invalidKeys, List<Integer> invalidNonces) {
  public EnvelopeVerdict {
    Require.indexes(invalidKeys, "invalidKeys");
    Require.indexes(invalidNonces, "invalidNonces");
    invalidKeys = List.copyOf(invalidKeys);
    invalidNonces = List.copyOf(invalidNonces);
  }
}
