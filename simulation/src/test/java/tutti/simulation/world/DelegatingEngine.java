package tutti.simulation.world;

import java.util.List;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.DeterministicSignature;
import tutti.musig2.Engine;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;

/** Some mathematics; what extends it sees or changes what passes through. */
public class DelegatingEngine implements Engine {
  private final Engine engine;

  public DelegatingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public NoncePair generateNonce(NonceRequest request) {
    return engine.generateNonce(request);
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    return engine.sign(nonce, key, session);
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public boolean isValid(PublicKey key) {
    return engine.isValid(key);
  }

  @Override
  public boolean isValid(PublicNonce nonce) {
    return engine.isValid(nonce);
  }

  @Override
  public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    return engine.aggregateKeys(suite, keys, tweaks);
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    return engine.aggregateNonces(nonces);
  }

  @Override
  public SigningSession startSession(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    return engine.startSession(keys, aggregateNonce, message);
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    return engine.verifyPartial(session, partial, nonce, signerIndex);
  }

  @Override
  public Signature aggregatePartials(SigningSession session, List<PartialSignature> partials) {
    return engine.aggregatePartials(session, partials);
  }

  @Override
  public List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces) {
    return engine.culprits(session, partials, nonces);
  }

  @Override
  public boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature) {
    return engine.verifySignature(suite, key, message, signature);
  }

  @Override
  public boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature) {
    return engine.verifySchnorr(key, message, signature);
  }

  @Override
  public DeterministicSignature deterministicSign(
      SecretKey key, AggregateNonce otherNonces, KeyAggContext keys, Bytes message) {
    return engine.deterministicSign(key, otherNonces, keys, message);
  }

  @Override
  public Signature signSchnorr(SecretKey key, Bytes message) {
    return engine.signSchnorr(key, message);
  }
}
