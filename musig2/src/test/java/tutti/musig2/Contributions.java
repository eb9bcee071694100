package tutti.musig2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the parties of a session contribute, and what a coordinator is told.
 *
 * @param aggregateNonce what the coordinator is told, or null if it adds the nonces itself
 * @param signature what is said to be the final signature, or null if it is added up
 */
record Contributions(
    List<PublicKey> keys,
    List<Tweak> tweaks,
    List<PublicNonce> nonces,
    @Nullable AggregateNonce aggregateNonce,
    Bytes message,
    List<PartialSignature> partials,
    @Nullable Signature signature) {

  /** What honest signers contribute. */
  static Contributions honest(TestSession signing) {
    SigningSession session = signing.open();
    return new Contributions(
        signing.keys.keys(),
        signing.keys.tweaks(),
        List.copyOf(signing.nonces),
        null,
        signing.message,
        signing.signAll(session),
        null);
  }

  Contributions withKey(int signer, Bytes key) {
    return withKeys(replaced(keys, signer, new PublicKey(key)));
  }

  Contributions withKeys(List<PublicKey> others) {
    return new Contributions(others, tweaks, nonces, aggregateNonce, message, partials, signature);
  }

  Contributions withTweaks(List<Tweak> others) {
    return new Contributions(keys, others, nonces, aggregateNonce, message, partials, signature);
  }

  Contributions withTweak(int index, Bytes tweak) {
    return withTweaks(replaced(tweaks, index, new Tweak(tweak, tweaks.get(index).xOnly())));
  }

  Contributions withNonce(int signer, Bytes nonce) {
    return withNonces(replaced(nonces, signer, new PublicNonce(nonce)));
  }

  Contributions withNonces(List<PublicNonce> others) {
    return new Contributions(keys, tweaks, others, aggregateNonce, message, partials, signature);
  }

  Contributions withAggregateNonce(AggregateNonce other) {
    return new Contributions(keys, tweaks, nonces, other, message, partials, signature);
  }

  Contributions withMessage(Bytes other) {
    return new Contributions(keys, tweaks, nonces, aggregateNonce, other, partials, signature);
  }

  Contributions withPartial(int signer, Bytes partial) {
    return withPartials(replaced(partials, signer, new PartialSignature(partial)));
  }

  Contributions withPartials(List<PartialSignature> others) {
    return new Contributions(keys, tweaks, nonces, aggregateNonce, message, others, signature);
  }

  Contributions withSignature(Bytes other) {
    return new Contributions(
        keys, tweaks, nonces, aggregateNonce, message, partials, new Signature(other));
  }

  private static <T> List<T> replaced(List<T> list, int index, T value) {
    List<T> copy = new ArrayList<>(list);
    copy.set(index, value);
    return copy;
  }
}
