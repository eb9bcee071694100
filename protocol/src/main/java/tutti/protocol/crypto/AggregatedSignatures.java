package tutti.protocol.crypto;

import java.util.List;
import tutti.musig2.Signature;
import tutti.protocol.Require;

/**
 * The verified signatures, one per item; or the signer indexes whose partial signatures are wrong
 * for the first item that has no valid signature. Exactly one of both lists is empty.
 */
public record AggregatedSignatures(List<Signature> signatures, List<Integer> culprits) {
  public AggregatedSignatures {
    Require.indexes(culprits, "culprits");
    signatures = List.copyOf(signatures);
    culprits = List.copyOf(culprits);
  }
}
