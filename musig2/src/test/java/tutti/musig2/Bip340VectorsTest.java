package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class Bip340VectorsTest {
  private static final List<Line> LINES = read();

  private final SeededEngine engine;

  Bip340VectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  /** One line of the file; lines without a secret key are for verifying only. */
  record Line(
      String secret,
      XOnlyPublicKey key,
      String aux,
      Bytes message,
      Signature signature,
      boolean valid) {
    boolean isForSigning() {
      return !secret.isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource
  void verifiesAsPublished(Line line) {
    assertThat(engine.verifySchnorr(line.key(), line.message(), line.signature()))
        .isEqualTo(line.valid());
  }

  static Stream<Named<Line>> verifiesAsPublished() {
    return LINES.stream().map(Bip340VectorsTest::named);
  }

  @ParameterizedTest
  @MethodSource
  void signsAsPublished(Line line) {
    SecretKey secretKey = SecretKey.of(Bytes.fromHex(line.secret()).toArray());
    byte[] aux = Bytes.fromHex(line.aux()).toArray();

    Signature made = engine.signSchnorr(secretKey, line.message(), aux);

    assertThat(secretKey.publicKey().xOnly()).isEqualTo(line.key());
    assertThat(made).isEqualTo(line.signature());
  }

  static Stream<Named<Line>> signsAsPublished() {
    return LINES.stream().filter(Line::isForSigning).map(Bip340VectorsTest::named);
  }

  private static Named<Line> named(Line line) {
    return Named.of("line " + LINES.indexOf(line), line);
  }

  private static List<Line> read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Vectors.open("bip340-test-vectors.csv"), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(Bip340VectorsTest::parse).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Line parse(String line) {
    String[] fields = line.split(",", 8);
    return new Line(
        fields[1],
        XOnlyPublicKey.fromHex(fields[2]),
        fields[3],
        Bytes.fromHex(fields[4]),
        Signature.fromHex(fields[5]),
        Boolean.parseBoolean(fields[6]));
  }
}
