package tutti.bench;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tutti.musig2.Bytes;
import tutti.musig2.HexValue;

/**
 * The Java binding to libsecp256k1 and nothing around it: what an engine on it can come near to.
 *
 * <p>It prevents no second use of a nonce and checks little; that costs the engines some of the
 * difference.
 */
final class BindingContender implements Contender {
  static final String NAME = "binding";

  private static final int RANDOM_SEED = 340;

  private final Secp256k1 binding = Secp256k1.get();
  private final byte[] random;
  private final byte[] secretKey;
  private final byte[][] publicKeys;
  private final byte[] message;
  private final byte[][] nonces;
  private final byte[] aggregateNonce;
  private final byte[][] partials;
  private final byte[] signature;
  private final byte[] keys = new byte[Secp256k1.MUSIG2_PUBLIC_KEYAGG_CACHE_SIZE];
  private final byte[] aggregateKey;
  private final byte[] session;
  private final byte[] secretNonce;

  BindingContender(Material material) {
    random = Material.scalar(new Random(RANDOM_SEED)).toArray();
    secretKey = material.secretKeys().get(0).toArray();
    publicKeys = arrays(material.publicKeys());
    message = material.message().toArray();
    nonces = arrays(material.nonces());
    aggregateNonce = material.aggregateNonce().bytes().toArray();
    partials = arrays(material.partials());
    signature = material.signature().bytes().toArray();
    aggregateKey = binding.musigPubkeyAgg(publicKeys, keys);
    session = binding.musigNonceProcess(aggregateNonce, message, keys);
    secretNonce = secretHalf(nonce());
  }

  private static byte[][] arrays(List<? extends HexValue> values) {
    return values.stream().map(HexValue::bytes).map(Bytes::toArray).toArray(byte[][]::new);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Object signSchnorr() {
    return binding.signSchnorr(message, secretKey, random);
  }

  @Override
  public boolean verifySchnorr() {
    return binding.verifySchnorr(signature, message, aggregateKey);
  }

  @Override
  public Object aggregateKeys() {
    return binding.musigPubkeyAgg(publicKeys, new byte[keys.length]);
  }

  @Override
  public Object generateNonce() {
    return nonce();
  }

  @Override
  public Object aggregateNonces() {
    return binding.musigNonceAgg(nonces);
  }

  @Override
  public Object startSession() {
    return binding.musigNonceProcess(aggregateNonce, message, keys);
  }

  @Override
  public Object signPartially() {
    return binding.musigPartialSign(secretNonce, secretKey, keys, session);
  }

  @Override
  public boolean verifyPartial() {
    return verifyPartial(session, 0);
  }

  @Override
  public Object aggregatePartials() {
    return binding.musigPartialSigAgg(session, partials);
  }

  @Override
  public Object signAsOneOfTwo() {
    byte[] nonce = nonce();
    byte[] published = Arrays.copyOfRange(nonce, Secp256k1.MUSIG2_SECRET_NONCE_SIZE, nonce.length);
    byte[] both = binding.musigNonceAgg(new byte[][] {published, nonces[1]});
    byte[] own = binding.musigNonceProcess(both, message, keys);
    byte[] partial = binding.musigPartialSign(secretHalf(nonce), secretKey, keys, own);
    boolean right = verifyPartial(own, 1);
    byte[] sum = binding.musigPartialSigAgg(own, new byte[][] {partial, partials[1]});
    return right ? partial : sum;
  }

  @Override
  public boolean coordinate() {
    byte[] cache = new byte[keys.length];
    byte[] key = binding.musigPubkeyAgg(publicKeys, cache);
    byte[] nonce = binding.musigNonceAgg(nonces);
    byte[] own = binding.musigNonceProcess(nonce, message, cache);
    return binding.verifySchnorr(binding.musigPartialSigAgg(own, partials), message, key);
  }

  private boolean verifyPartial(byte[] inSession, int signer) {
    return binding.musigPartialSigVerify(
            partials[signer], nonces[signer], publicKeys[signer], keys, inSession)
        == 1;
  }

  /** Secret and public half in one array, as the binding returns them. */
  private byte[] nonce() {
    return binding.musigNonceGen(random.clone(), secretKey, publicKeys[0], message, keys, null);
  }

  private static byte[] secretHalf(byte[] nonce) {
    return Arrays.copyOf(nonce, Secp256k1.MUSIG2_SECRET_NONCE_SIZE);
  }
}
