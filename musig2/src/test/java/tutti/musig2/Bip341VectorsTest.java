package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.internal.ScalarField;

class Bip341VectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip341-wallet-test-vectors.json");

  private final BouncyCastleEngine engine = (BouncyCastleEngine) Engines.bouncyCastle();

  @ParameterizedTest
  @MethodSource
  void derivesOutputsAsPublished(JsonNode one) {
    XOnlyPublicKey internal = XOnlyPublicKey.fromHex(one.at("/given/internalPubkey").asText());
    Bytes merkleRoot = root(one.at("/intermediary/merkleRoot"));

    Tweak tweak = Taproot.tweak(internal, merkleRoot);
    XOnlyPublicKey output = Taproot.outputKey(internal, merkleRoot);

    assertThat(tweak).isEqualTo(Tweak.fromHex(one.at("/intermediary/tweak").asText(), true));
    assertThat(output.hex()).isEqualTo(one.at("/intermediary/tweakedPubkey").asText());
    assertThat(Taproot.scriptPubKey(output).hex())
        .isEqualTo(one.at("/expected/scriptPubKey").asText());
    assertThat(Taproot.address(output, Network.MAINNET))
        .isEqualTo(one.at("/expected/bip350Address").asText());
  }

  static Stream<JsonNode> derivesOutputsAsPublished() {
    return StreamSupport.stream(VECTORS.root().get("scriptPubKey").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource
  void signsKeyPathSpendsAsPublished(JsonNode one) {
    SecretKey internal = secretKey(one.at("/given/internalPrivkey").asText());
    Bytes merkleRoot = root(one.at("/given/merkleRoot"));
    Bytes sigHash = Bytes.fromHex(one.at("/intermediary/sigHash").asText());

    Tweak tweak = Taproot.tweak(internal.publicKey().xOnly(), merkleRoot);
    SecretKey tweaked = secretKey(one.at("/intermediary/tweakedPrivkey").asText());
    Signature signature = engine.signSchnorr(tweaked, sigHash, new byte[32]);

    assertThat(internal.publicKey().xOnly().hex())
        .isEqualTo(one.at("/intermediary/internalPubkey").asText());
    assertThat(tweak.hex()).isEqualTo(one.at("/intermediary/tweak").asText());
    assertThat(tweakedScalar(one, internal.publicKey(), tweak))
        .isEqualTo(one.at("/intermediary/tweakedPrivkey").asText());
    assertThat(tweaked.publicKey().xOnly())
        .isEqualTo(Taproot.outputKey(internal.publicKey().xOnly(), merkleRoot));
    // The witness may end in a byte for the signature hash type.
    assertThat(one.at("/expected/witness/0").asText()).startsWith(signature.hex());
  }

  static Stream<JsonNode> signsKeyPathSpendsAsPublished() {
    return StreamSupport.stream(VECTORS.root().get("keyPathSpending").spliterator(), false)
        .flatMap(
            spending -> StreamSupport.stream(spending.get("inputSpending").spliterator(), false));
  }

  private static String tweakedScalar(JsonNode one, PublicKey internal, Tweak tweak) {
    BigInteger scalar = new BigInteger(one.at("/given/internalPrivkey").asText(), 16);
    BigInteger even = internal.hex().startsWith("02") ? scalar : ScalarField.negate(scalar);
    BigInteger sum = ScalarField.add(even, ScalarField.decode(tweak.bytes().toArray()));
    return Bytes.of(ScalarField.encode(sum)).hex();
  }

  private static SecretKey secretKey(String hex) {
    return SecretKey.of(Bytes.fromHex(hex).toArray());
  }

  private static Bytes root(JsonNode root) {
    return root.isNull() ? null : Bytes.fromHex(root.asText());
  }
}
