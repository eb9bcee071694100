package tutti.musig2.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.TaggedHash;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.musig2.interop.Peer.NonceInput;
import tutti.musig2.interop.Peer.Terms;

/** A session whose signers are different implementations; made from a seed. */
final class MixedSession {
  final Cast cast;
  final Bytes message;
  final List<Bytes> secretKeys;
  final List<PublicKey> keys;
  final List<Tweak> tweaks;
  final XOnlyPublicKey aggregateKey;
  final List<PublicNonce> nonces = new ArrayList<>();

  MixedSession(Cast cast, Bytes message, Bytes seed) {
    this.cast = cast;
    this.message = message;
    int signers = cast.signers().size();
    this.secretKeys = IntStream.range(0, signers).mapToObj(i -> hash("key", seed, i)).toList();
    this.keys =
        IntStream.range(0, signers)
            .mapToObj(i -> cast.signers().get(i).publicKey(secretKeys.get(i)))
            .toList();
    this.tweaks = cast.tweaks().of(cast.coordinator(), keys, seed);
    this.aggregateKey = cast.coordinator().aggregateKeys(keys, tweaks).xOnly();
    for (int i = 0; i < signers; i++) {
      nonces.add(cast.signers().get(i).nonce(nonceInput(i, hash("nonce", seed, i))));
    }
  }

  /** A session that signs 32 bytes, as transactions do. */
  static MixedSession of(Cast cast, Bytes seed) {
    return new MixedSession(cast, TaggedHash.of("test/message", seed), seed);
  }

  static Bytes seed(String text) {
    return TaggedHash.of("test/seed", Bytes.of(text.getBytes(UTF_8)));
  }

  NonceInput nonceInput(int signer, Bytes random) {
    return new NonceInput(
        keys.get(signer), secretKeys.get(signer), aggregateKey, message, Bytes.EMPTY, random);
  }

  Terms terms() {
    return terms(cast.coordinator().aggregateNonces(nonces));
  }

  Terms terms(AggregateNonce aggregateNonce) {
    return new Terms(keys, tweaks, aggregateNonce, message);
  }

  PartialSignature sign(int signer, Terms terms) {
    return cast.signers().get(signer).sign(terms, secretKeys.get(signer), nonces.get(signer));
  }

  /** All partial signatures; can be called once. */
  List<PartialSignature> signAll(Terms terms) {
    return IntStream.range(0, keys.size()).mapToObj(signer -> sign(signer, terms)).toList();
  }

  static Bytes hash(String what, Bytes seed, int number) {
    return TaggedHash.of("test/" + what, seed, Bytes.of(new byte[] {(byte) number}));
  }
}
