package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.internal.ScalarField;

/** What the other MuSig2 implementation of Lotus made, and its chain accepts. */
class LotusVectorsTest {
  private static final Vectors VECTORS = Vectors.read("lotus-musig2.json");

  private final Engine engine = Engines.bouncyCastle();

  @ParameterizedTest
  @MethodSource("alone")
  void verifiesSignaturesOfOneKey(JsonNode one) {
    Bytes secret = bytes(one, "privateKey");
    PublicKey key = PublicKey.fromHex(one.get("publicKey").asText());
    Signature signature = signature(one);

    assertThat(engine.verifySignature(Suite.LOTUS, key, bytes(one, "message"), signature))
        .isEqualTo(one.get("valid").asBoolean());
    assertThat(engine.verifySchnorr(key.xOnly(), bytes(one, "message"), signature)).isFalse();
    assertThat(SlowLotus.publicKey(secret)).isEqualTo(key);
    assertThat(SlowLotus.signAlone(secret, bytes(one, "message"))).isEqualTo(signature);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aggregatesKeys(JsonNode one) {
    List<PublicKey> keys = list(one.get("sortedPublicKeys"), PublicKey::fromHex);
    List<Bytes> coefficients = list(one.get("coefficients"), Bytes::fromHex);

    assertThat(KeySort.sort(list(one.get("givenPublicKeys"), PublicKey::fromHex))).isEqualTo(keys);
    assertThat(AggregatedKeys.of(Suite.LOTUS, keys, List.of()).coefficients())
        .isEqualTo(coefficients.stream().map(a -> ScalarField.reduce(a.toArray())).toList());
    assertThat(keys).extracting(key -> SlowLotus.coefficient(keys, key)).isEqualTo(coefficients);
    assertThat(context(one).aggregatePublicKey())
        .isEqualTo(PublicKey.fromHex(one.get("aggregatedPublicKey").asText()))
        .isEqualTo(SlowLotus.aggregate(keys));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aggregatesNonces(JsonNode one) {
    assertThat(engine.aggregateNonces(publicNonces(one)).hex())
        .isEqualTo(joined(one.get("aggregatedNonce")));
  }

  /** Tutti makes nonces as BIP327 does; which ones were used nobody can see. */
  @ParameterizedTest
  @MethodSource("groups")
  void understandsHowItsNoncesWereMade(JsonNode one) {
    PublicKey aggregate = PublicKey.fromHex(one.get("aggregatedPublicKey").asText());
    List<Bytes> secrets = list(one.get("sortedPrivateKeys"), Bytes::fromHex);
    for (int signer = 0; signer < secrets.size(); signer++) {
      JsonNode nonce = one.get("nonces").get(signer);
      Bytes secret = secrets.get(signer);
      Bytes extra = bytes(nonce, "extraInput");
      for (int j = 0; j < 2; j++) {
        Bytes scalar = SlowLotus.nonce(secret, aggregate, bytes(one, "message"), extra, j + 1);
        assertThat(scalar.hex()).isEqualTo(nonce.get("secret").get(j).asText());
        assertThat(SlowLotus.publicKey(scalar).hex())
            .isEqualTo(nonce.get("public").get(j).asText());
      }
      assertThat(TaggedHash.sha256(publicNonces(one).get(signer).bytes()).hex())
          .isEqualTo(nonce.get("commitment").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void signsUnderTheAggregateKey(JsonNode one) {
    assertSignsAsPublished(one, one, context(one));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void signsUnderTheKeyOfATaprootOutput(JsonNode one) {
    JsonNode taproot = one.get("taproot");
    PublicKey internal = context(one).aggregatePublicKey();
    Tweak tweak = LotusTaproot.tweak(internal, null);
    KeyAggContext keys = context(one, tweak);
    PublicKey output = keys.aggregatePublicKey();

    assertThat(tweak).isEqualTo(Tweak.fromHex(taproot.get("tweak").asText(), false));
    assertThat(output.hex()).isEqualTo(taproot.get("commitment").asText());
    assertThat(LotusTaproot.outputKey(internal, null)).isEqualTo(output);
    assertThat(LotusTaproot.scriptPubKey(output).hex()).isEqualTo(taproot.get("script").asText());
    assertThat(SlowLotus.tweaked(internal, tweak)).isEqualTo(output);
    assertSignsAsPublished(one, taproot, keys);
  }

  /** About half of all nonces have an even y that is no square; a mistake there must show. */
  @Test
  void haveNoncesOfAllKinds() {
    assertThat(groups().map(this::session).map(SigningSession::engineState))
        .extracting(values -> ((SessionValues) values).nonceIsFinal())
        .contains(true, false);
    assertThat(
            groups()
                .map(
                    one ->
                        engine.verifySchnorr(
                            context(one).xOnlyPublicKey(), bytes(one, "message"), signature(one))))
        .containsOnly(false);
  }

  static Stream<JsonNode> alone() {
    return StreamSupport.stream(VECTORS.root().get("schnorr").spliterator(), false);
  }

  static Stream<JsonNode> groups() {
    return StreamSupport.stream(VECTORS.root().get("musig2").spliterator(), false);
  }

  private void assertSignsAsPublished(JsonNode one, JsonNode expected, KeyAggContext keys) {
    Bytes message = bytes(one, "message");
    SigningSession session =
        engine.startSession(keys, engine.aggregateNonces(publicNonces(one)), message);

    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < keys.keys().size(); signer++) {
      partials.add(engine.sign(secretNonce(one, signer), secretKey(one, signer), session));
    }
    Signature signature = engine.aggregatePartials(session, partials);

    assertThat(partials)
        .isEqualTo(list(expected.get("partialSignatures"), PartialSignature::fromHex));
    assertThat(engine.culprits(session, partials, publicNonces(one))).isEmpty();
    assertThat(signature).isEqualTo(signature(expected));
    assertThat(engine.verifySignature(keys, message, signature))
        .isEqualTo(SlowLotus.verify(keys.aggregatePublicKey(), message, signature))
        .isEqualTo(expected.get("valid").asBoolean());
  }

  private SigningSession session(JsonNode one) {
    return engine.startSession(
        context(one), engine.aggregateNonces(publicNonces(one)), bytes(one, "message"));
  }

  private KeyAggContext context(JsonNode one, Tweak... tweaks) {
    List<PublicKey> keys = list(one.get("sortedPublicKeys"), PublicKey::fromHex);
    return engine.aggregateKeys(Suite.LOTUS, keys, List.of(tweaks));
  }

  private static SecretKey secretKey(JsonNode one, int signer) {
    String hex = one.get("sortedPrivateKeys").get(signer).asText();
    return SecretKey.of(Bytes.fromHex(hex).toArray());
  }

  private static SecretNonce secretNonce(JsonNode one, int signer) {
    Bytes scalars = Bytes.fromHex(joined(one.get("nonces").get(signer).get("secret")));
    return new SecretNonce(
        scalars.toArray(), PublicKey.fromHex(one.get("sortedPublicKeys").get(signer).asText()));
  }

  private static List<PublicNonce> publicNonces(JsonNode one) {
    return StreamSupport.stream(one.get("nonces").spliterator(), false)
        .map(nonce -> PublicNonce.fromHex(joined(nonce.get("public"))))
        .toList();
  }

  private static Signature signature(JsonNode one) {
    return Signature.fromHex(one.get("signature").asText());
  }

  private static Bytes bytes(JsonNode one, String field) {
    return Bytes.fromHex(one.get(field).asText());
  }

  private static String joined(JsonNode texts) {
    return String.join("", list(texts, text -> text));
  }

  private static <T> List<T> list(JsonNode texts, Function<String, T> type) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(text -> type.apply(text.asText()))
        .toList();
  }
}
