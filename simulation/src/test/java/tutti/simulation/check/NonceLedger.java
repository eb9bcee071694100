package tutti.simulation.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import tutti.musig2.NoncePair;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;
import tutti.simulation.world.World;

/** All nonces of all signers: each is fresh, and signs at most once. */
public final class NonceLedger {
  private final World world;
  private final Set<PublicNonce> made = new HashSet<>();
  private final IdentityHashMap<SecretNonce, PublicNonce> known = new IdentityHashMap<>();
  private final Map<PublicNonce, PartialSignature> signed = new HashMap<>();

  public NonceLedger(World world) {
    this.world = world;
  }

  public void made(NoncePair pair) {
    known.put(pair.secretNonce(), pair.publicNonce());
    if (!made.add(pair.publicNonce())) {
      world.violated("a nonce was made twice: " + pair.publicNonce().hex());
    }
  }

  public void used(SecretNonce nonce, SigningSession session, PartialSignature signature) {
    PublicNonce known = this.known.get(nonce);
    if (signed.put(known, signature) != null) {
      world.violated("a secret nonce signed twice, for " + session.message().hex());
    }
  }
}
