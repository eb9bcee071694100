package tutti.simulation.mutation;

import java.util.SplittableRandom;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.ToyEngine;
import tutti.musig2.VerifyEngine;
import tutti.simulation.world.DelegatingEngine;

/** Faults of the mathematics. */
final class LaxCryptography {
  private LaxCryptography() {}

  /** The crypto service finds every final signature right. */
  static Mutations unverified() {
    return new Mutations() {
      @Override
      public VerifyEngine verifying(Engine engine) {
        return new DelegatingEngine(engine) {
          @Override
          public boolean verifySignature(KeyAggContext keys, Bytes message, Signature signature) {
            return true;
          }

          @Override
          public boolean verifySignature(
              Suite suite, PublicKey key, Bytes message, Signature signature) {
            return true;
          }
        };
      }
    };
  }

  /** A signer derives its nonces from what it signs, as if that were enough. */
  static Mutations repeatedNonces() {
    return new Mutations() {
      @Override
      public Engine signing(Engine engine) {
        return new DelegatingEngine(engine) {
          @Override
          public NoncePair generateNonce(NonceRequest request) {
            long seed = 31L * request.publicKey().hashCode() + request.message().hashCode();
            return new ToyEngine(new SplittableRandom(seed)::nextLong).generateNonce(request);
          }
        };
      }
    };
  }
}
