package tutti.musig2.interop;

import java.util.List;
import java.util.Optional;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;

/** A party of a session: some implementation of BIP327. Its secret nonces stay with it. */
interface Peer {
  String name();

  PublicKey publicKey(Bytes secretKey);

  List<PublicKey> sortKeys(List<PublicKey> keys);

  PublicKey aggregateKeys(List<PublicKey> keys, List<Tweak> tweaks);

  PublicNonce nonce(NonceInput input);

  AggregateNonce aggregateNonces(List<PublicNonce> nonces);

  PartialSignature sign(Terms terms, Bytes secretKey, PublicNonce ownNonce);

  /** Signs after all others; {@code terms} holds the sum of their nonces. */
  LastWord deterministicSign(Terms terms, Bytes secretKey, Bytes random);

  List<Boolean> verifyPartials(
      Terms terms, List<PublicNonce> nonces, List<PartialSignature> partials);

  Signature aggregatePartials(Terms terms, List<PartialSignature> partials);

  /** Empty if the implementation does not verify messages of this length. */
  Optional<Boolean> verify(XOnlyPublicKey key, Bytes message, Signature signature);

  /** What a nonce is made of, the randomness included. */
  record NonceInput(
      PublicKey publicKey,
      Bytes secretKey,
      XOnlyPublicKey aggregateKey,
      Bytes message,
      Bytes extraInput,
      Bytes random) {}

  /** What all signers of a session agree on. */
  record Terms(
      List<PublicKey> keys, List<Tweak> tweaks, AggregateNonce aggregateNonce, Bytes message) {}

  /** The nonce and the partial signature of the last signer. */
  record LastWord(PublicNonce publicNonce, PartialSignature partialSignature) {}

  /** The implementation refuses what it was given. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Integer> signer;

    Refused(String message, Optional<Integer> signer) {
      super(message);
      this.signer = signer;
    }

    /** Whom it blames; empty if it blames nobody by index. */
    Optional<Integer> signer() {
      return signer;
    }
  }
}
