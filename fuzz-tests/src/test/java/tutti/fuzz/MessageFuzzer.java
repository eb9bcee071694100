package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.session.Evidence;

/**
 * Bytes as a message of the contract, whose name is the first line: it is refused, or it is the
 * same message after it was written and read again.
 */
public final class MessageFuzzer {
  private MessageFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.MESSAGES.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String name = new String(input, 0, end, UTF_8);
    byte[] json = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    check(Messages.reader(name), json);
    checkEnvelope(json);
    checkEvidence(json);
  }

  private static void check(Messages.Reader reader, byte[] json) {
    byte[] written;
    try {
      written = reader.apply(json);
    } catch (Refusal refused) {
      assertThat(refused.toFailure().message()).isNotNull();
      return;
    }
    assertThat(new String(reader.apply(written), UTF_8)).isEqualTo(new String(written, UTF_8));
  }

  /** What was signed is the same after it was stored. */
  private static void checkEnvelope(byte[] json) {
    try {
      Envelope envelope = Wire.read(json, Envelope.class);
      Envelope again = Wire.read(Wire.write(envelope), Envelope.class);
      assertThat(again.digest()).isEqualTo(envelope.digest());
      BothEngines.verdict(engine -> envelope.isSignedBySigner(engine));
    } catch (Refusal refused) {
      assertThat(refused.code()).isNotNull();
    }
  }

  private static void checkEvidence(byte[] json) {
    try {
      Evidence evidence = Wire.readLenient(json, Evidence.class);
      BothEngines.verdict(
          engine -> new tutti.protocol.session.EvidenceCheck(engine).flaw(evidence));
    } catch (Refusal refused) {
      assertThat(refused.code()).isNotNull();
    }
  }
}
