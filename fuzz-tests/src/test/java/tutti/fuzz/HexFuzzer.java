package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.json.Wire;

/** Text as every kind of byte string: in Java in either case, on the wire in lower case only. */
public final class HexFuzzer {
  private static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>(Bytes.class, Bytes::fromHex, Bytes::hex),
          new Kind<>(PublicKey.class, PublicKey::fromHex, PublicKey::hex),
          new Kind<>(XOnlyPublicKey.class, XOnlyPublicKey::fromHex, XOnlyPublicKey::hex),
          new Kind<>(PublicNonce.class, PublicNonce::fromHex, PublicNonce::hex),
          new Kind<>(AggregateNonce.class, AggregateNonce::fromHex, AggregateNonce::hex),
          new Kind<>(PartialSignature.class, PartialSignature::fromHex, PartialSignature::hex),
          new Kind<>(Signature.class, Signature::fromHex, Signature::hex),
          new Kind<>(RequestId.class, RequestId::fromHex, RequestId::hex),
          new Kind<>(SessionId.class, SessionId::fromHex, SessionId::hex));

  private HexFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.HEX.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    KINDS.forEach(kind -> check(kind, text));
  }

  private static <T> void check(Kind<T> kind, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Optional<T> parsed = unlessThrown(IllegalArgumentException.class, () -> kind.parse(text));
    parsed.ifPresent(
        value -> {
          assertThat(kind.format(value)).isEqualTo(lower);
          assertThat(kind.parse(lower)).isEqualTo(value);
        });
    byte[] json = Wire.write(text);
    Optional<T> received = unlessThrown(Refusal.class, () -> Wire.read(json, kind.type()));
    assertThat(received).isEqualTo(text.equals(lower) ? parsed : Optional.empty());
    received.ifPresent(value -> assertThat(Wire.write(value)).isEqualTo(json));
  }

  private static <T> Optional<T> unlessThrown(
      Class<? extends RuntimeException> expected, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RuntimeException e) {
      if (expected.isInstance(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private record Kind<T>(Class<T> type, Function<String, T> parser, Function<T, String> formatter) {
    T parse(String text) {
      return parser.apply(text);
    }

    String format(T value) {
      return formatter.apply(value);
    }
  }
}
