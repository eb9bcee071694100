package tutti.simulation.check;

import java.util.List;
import java.util.Set;
import tutti.musig2.PublicKey;
import tutti.musig2.VerifyEngine;

/**
 * What the watchers of a run judge by.
 *
 * @param engine unmutated
 * @param cheaters the only ones that may be named as culprits
 */
public record Rules(VerifyEngine engine, Set<PublicKey> cheaters) {
  boolean mayBlame(List<PublicKey> keys, int signer) {
    return cheaters.contains(keys.get(signer));
  }
}
