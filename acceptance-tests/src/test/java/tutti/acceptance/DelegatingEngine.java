package tutti.acceptance;

import java.util.List;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.DeterministicSignature;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
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

/** The real mathematics; what extends it sees or changes what passes through. */
class DelegatingEngine implements Engine {
  private final Engine real = Engines.bouncyCastle();

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public boolean isValid(PublicKey key) {
    return real.isValid(key);
  }

  @Override
  public boolean isValid(PublicNonce nonce) {
    return real.isValid(nonce);
  }

  @Override
  public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    return real.aggregateKeys(suite, keys, tweaks);
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    return real.aggregateNonces(nonces);
  }

  @Override
  public SigningSession startSession(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    return real.startSession(keys, aggregateNonce, message);
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    return real.verifyPartial(session, partial, nonce, signerIndex);
  }

  @Override
  public Signature aggregatePartials(SigningSession session, List<PartialSignature> partials) {
    return real.aggregatePartials(session, partials);
  }

  @Override
  public List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces) {
    return real.culprits(session, partials, nonces);
  }

  @Override
  public boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature) {
    return real.verifySignature(suite, key, message, signature);
  }

  @Override
  public boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature) {
    return real.verifySchnorr(key, message, signature);
  }

  @Override
  public NoncePair generateNonce(NonceRequest request) {
    return real.generateNonce(request);
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    return real.sign(nonce, key, session);
  }

  @Override
  public DeterministicSignature deterministicSign(
      SecretKey key, AggregateNonce otherNonces, KeyAggContext keys, Bytes message) {
    return real.deterministicSign(key, otherNonces, keys, message);
  }

  @Override
  public Signature signSchnorr(SecretKey key, Bytes message) {
    return real.signSchnorr(key, message);
  }
}
