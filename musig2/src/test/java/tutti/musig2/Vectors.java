package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;

/** Reads the published test vectors, which refer to lists in the same file by index. */
record Vectors(JsonNode root) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static Vectors read(String file) {
    try (InputStream in = open(file)) {
      return new Vectors(MAPPER.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream open(String file) {
    return Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
  }

  /** The cases of a list, named by their comments. */
  Stream<Named<JsonNode>> cases(String list) {
    JsonNode cases = root.get(list);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one -> Named.of(one.path("comment").asText(list), one));
  }

  String text(String field) {
    return root.get(field).asText();
  }

  /** The entry of {@code list} that the case's index points to. */
  String pick(String list, JsonNode index) {
    return root.get(list).get(index.asInt()).asText();
  }

  <T> List<T> pickAll(String list, JsonNode indices, Function<String, T> type) {
    List<T> picked = new ArrayList<>();
    indices.forEach(index -> picked.add(type.apply(pick(list, index))));
    return picked;
  }

  List<PublicKey> keys(JsonNode one) {
    return pickAll("pubkeys", one.get("key_indices"), PublicKey::fromHex);
  }

  List<PublicNonce> nonces(JsonNode one) {
    return pickAll("pnonces", one.get("nonce_indices"), PublicNonce::fromHex);
  }

  /** Tweaks that are given by index, or none. */
  List<Tweak> tweaks(JsonNode one) {
    List<Tweak> tweaks = new ArrayList<>();
    for (int i = 0; i < one.path("tweak_indices").size(); i++) {
      String tweak = pick("tweaks", one.get("tweak_indices").get(i));
      tweaks.add(Tweak.fromHex(tweak, one.get("is_xonly").get(i).asBoolean()));
    }
    return tweaks;
  }

  SecretKey secretKey() {
    return SecretKey.of(Bytes.fromHex(text("sk")).toArray());
  }

  /** BIP327's secret nonces are two scalars and the public key. */
  static SecretNonce secretNonce(String hex) {
    Bytes bytes = Bytes.fromHex(hex);
    int split = SecretNonce.SIZE;
    return new SecretNonce(
        bytes.slice(0, split).toArray(), new PublicKey(bytes.slice(split, bytes.length())));
  }

  /** Checks that the call fails as the case says: by whose fault, or for what value. */
  static void assertFails(JsonNode one, ThrowingCallable call) {
    JsonNode error = one.get("error");
    if (error.get("type").asText().equals("value")) {
      boolean byTweak = error.get("message").asText().toLowerCase(Locale.ROOT).contains("tweak");
      assertThatThrownBy(call)
          .isExactlyInstanceOf(
              byTweak ? InvalidTweakException.class : IllegalArgumentException.class);
      return;
    }
    JsonNode signer = error.get("signer");
    String contribution = error.get("contrib").asText().replace("psig", "partial_signature");
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidContributionException.class,
            invalid -> {
              assertThat(invalid.signerIndex()).isEqualTo(signer.isNull() ? -1 : signer.asInt());
              assertThat(invalid.contribution().name()).isEqualToIgnoringCase(contribution);
            });
  }
}
