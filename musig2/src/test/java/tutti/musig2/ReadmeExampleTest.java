package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the README; change both together. */
class ReadmeExampleTest {
  private final SecretKey alice = SecretKey.generate();
  private final SecretKey bob = SecretKey.generate();
  private final Bytes sighash = TaggedHash.sha256();

  @Test
  void signsTogether() {
    Engine engine = Engines.bouncyCastle();
    List<PublicKey> keys = KeySort.sort(List.of(alice.publicKey(), bob.publicKey()));
    XOnlyPublicKey internal = engine.aggregateKeys(keys, List.of()).xOnlyPublicKey();
    KeyAggContext context = engine.aggregateKeys(keys, List.of(Taproot.tweak(internal, null)));

    // Round 1: each signer sends its public nonce and keeps the other half in memory.
    NoncePair a = engine.generateNonce(NonceRequest.of(alice, context, sighash));
    NoncePair b = engine.generateNonce(NonceRequest.of(bob, context, sighash));
    AggregateNonce nonce = engine.aggregateNonces(List.of(a.publicNonce(), b.publicNonce()));

    // Round 2: each signer sends its partial signature; anyone adds them up.
    SigningSession session = engine.startSession(context, nonce, sighash);
    List<PartialSignature> partials =
        keys.stream()
            .map(
                key ->
                    key.equals(alice.publicKey())
                        ? engine.sign(a.secretNonce(), alice, session)
                        : engine.sign(b.secretNonce(), bob, session))
            .toList();
    Signature signature = engine.aggregatePartials(session, partials);

    assertThat(engine.verifySchnorr(context.xOnlyPublicKey(), sighash, signature)).isTrue();
    assertThat(context.xOnlyPublicKey()).isEqualTo(Taproot.outputKey(internal, null));
  }
}
