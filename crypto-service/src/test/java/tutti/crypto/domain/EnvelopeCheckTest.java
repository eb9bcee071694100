package tutti.crypto.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.EnvelopeVerdict;

class EnvelopeCheckTest {
  private static final SecretKey ALICE = Group.secretKey(1);
  private static final EnvelopeVerdict UNSIGNED = new EnvelopeVerdict(false, List.of(), List.of());

  private final EnvelopeCheck check = new EnvelopeCheck(Group.ENGINE);
  private final ObjectNode body = JsonNodeFactory.instance.objectNode().put("text", "hello");

  @Test
  void findsARightEnvelopeRight() {
    assertThat(check.check(CheckEnvelope.of(signed())))
        .isEqualTo(new EnvelopeVerdict(true, List.of(), List.of()));
  }

  @Test
  void findsAnyChangeOfWhatWasSigned() {
    Envelope right = signed();
    PublicKey bob = Group.secretKey(2).publicKey();
    ObjectNode other = JsonNodeFactory.instance.objectNode().put("text", "other");

    assertThat(
            List.of(
                new Envelope("b", right.signer(), 1, 2, body, right.signature()),
                new Envelope("a", bob, 1, 2, body, right.signature()),
                new Envelope("a", right.signer(), 2, 2, body, right.signature()),
                new Envelope("a", right.signer(), 1, 3, body, right.signature()),
                new Envelope("a", right.signer(), 1, 2, other, right.signature())))
        .allSatisfy(
            changed -> assertThat(check.check(CheckEnvelope.of(changed))).isEqualTo(UNSIGNED));
  }

  @Test
  void findsASignerThatIsNoPointUnsigned() {
    Envelope right = signed();
    PublicKey nobody = PublicKey.fromHex(Group.NO_POINT);

    assertThat(
            check.check(CheckEnvelope.of(new Envelope("a", nobody, 1, 2, body, right.signature()))))
        .isEqualTo(UNSIGNED);
  }

  @Test
  void findsAnArbitrarySignatureWrong() {
    Envelope forged =
        new Envelope("a", ALICE.publicKey(), 1, 2, body, Signature.fromHex("11".repeat(64)));

    assertThat(check.check(CheckEnvelope.of(forged))).isEqualTo(UNSIGNED);
  }

  @Test
  void findsThePointsThatAreNone() {
    Group group = Group.of(2, 1);
    PublicKey noKey = PublicKey.fromHex(Group.NO_POINT);
    PublicNonce halfANonce = PublicNonce.fromHex(group.keys.get(0).hex() + Group.NO_POINT);
    List<PublicKey> keys = List.of(noKey, group.keys.get(0), noKey);
    List<PublicNonce> nonces = List.of(group.pubnonces.get(0).get(0), halfANonce);

    assertThat(check.check(new CheckEnvelope(signed(), keys, nonces)))
        .isEqualTo(new EnvelopeVerdict(true, List.of(0, 2), List.of(1)));
  }

  private Envelope signed() {
    var digest = Envelope.digest("a", ALICE.publicKey(), 1, 2, body);
    Signature signature = Group.ENGINE.signSchnorr(ALICE, digest);
    return new Envelope("a", ALICE.publicKey(), 1, 2, body, signature);
  }
}
