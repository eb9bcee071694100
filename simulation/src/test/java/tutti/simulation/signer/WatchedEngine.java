package tutti.simulation.signer;

import tutti.musig2.Engine;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;
import tutti.simulation.check.NonceLedger;
import tutti.simulation.world.DelegatingEngine;

/** The mathematics of a signer, with a record of what becomes of its nonces. */
final class WatchedEngine extends DelegatingEngine {
  private final NonceLedger ledger;

  WatchedEngine(Engine engine, NonceLedger ledger) {
    super(engine);
    this.ledger = ledger;
  }

  @Override
  public NoncePair generateNonce(NonceRequest request) {
    NoncePair pair = super.generateNonce(request);
    ledger.made(pair);
    return pair;
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    PartialSignature signature = super.sign(nonce, key, session);
    ledger.used(nonce, session, signature);
    return signature;
  }
}
