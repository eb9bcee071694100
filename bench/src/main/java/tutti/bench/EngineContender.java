package tutti.bench;

import java.util.List;
import java.util.Random;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.RepeatedNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.XOnlyPublicKey;

/** An engine, used as agents and services use it: it keeps its keys and aggregated keys. */
final class EngineContender implements Contender {
  private static final int NONCE_SEED = 340;

  private final Engine engine;
  private final Material material;
  private final SecretKey key;
  private final KeyAggContext keys;
  private final XOnlyPublicKey aggregateKey;
  private final SigningSession session;
  private final RepeatedNonce secretNonce;

  EngineContender(Engine engine, Material material) {
    this.engine = engine;
    this.material = material;
    key = SecretKey.of(material.secretKeys().get(0).toArray());
    keys = engine.aggregateKeys(material.publicKeys(), List.of());
    aggregateKey = keys.xOnlyPublicKey();
    session = engine.startSession(keys, material.aggregateNonce(), material.message());
    Random random = new Random(NONCE_SEED);
    Bytes scalars = Bytes.concat(Material.scalar(random), Material.scalar(random));
    secretNonce = new RepeatedNonce(scalars, key.publicKey());
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Object signSchnorr() {
    return engine.signSchnorr(key, material.message());
  }

  @Override
  public boolean verifySchnorr() {
    return engine.verifySchnorr(aggregateKey, material.message(), material.signature());
  }

  @Override
  public Object aggregateKeys() {
    return engine.aggregateKeys(material.publicKeys(), List.of());
  }

  @Override
  public Object generateNonce() {
    return engine.generateNonce(NonceRequest.of(key, keys, material.message()));
  }

  @Override
  public Object aggregateNonces() {
    return engine.aggregateNonces(material.nonces());
  }

  @Override
  public Object startSession() {
    return engine.startSession(keys, material.aggregateNonce(), material.message());
  }

  @Override
  public Object signPartially() {
    return engine.sign(secretNonce.next(), key, session);
  }

  @Override
  public boolean verifyPartial() {
    return engine.verifyPartial(session, material.partials().get(0), material.nonces().get(0), 0);
  }

  @Override
  public Object aggregatePartials() {
    return engine.aggregatePartials(session, material.partials());
  }

  @Override
  public Object signAsOneOfTwo() {
    NoncePair nonce = engine.generateNonce(NonceRequest.of(key, keys, material.message()));
    AggregateNonce both =
        engine.aggregateNonces(List.of(nonce.publicNonce(), material.nonces().get(1)));
    SigningSession own = engine.startSession(keys, both, material.message());
    PartialSignature partial = engine.sign(nonce.secretNonce(), key, own);
    PartialSignature other = material.partials().get(1);
    boolean right = engine.verifyPartial(own, other, material.nonces().get(1), 1);
    Signature signature = engine.aggregatePartials(own, List.of(partial, other));
    return right ? other : signature;
  }

  @Override
  public boolean coordinate() {
    KeyAggContext aggregated = engine.aggregateKeys(material.publicKeys(), List.of());
    AggregateNonce nonce = engine.aggregateNonces(material.nonces());
    SigningSession own = engine.startSession(aggregated, nonce, material.message());
    Signature signature = engine.aggregatePartials(own, material.partials());
    return engine.verifySchnorr(aggregated.xOnlyPublicKey(), material.message(), signature);
  }
}
