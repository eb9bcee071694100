package tutti.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tutti.musig2.PublicKey;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.json.Wire;

class NarratorTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<PublicKey> keys =
      IntStream.range(10, 30).mapToObj(i -> PublicKey.fromHex("02" + "0".repeat(62) + i)).toList();

  @Test
  void tellsAWordThatIsRepeatedOnce() {
    Narrator narrator = narrator(keys.subList(0, 2));

    narrator.hear("tutti.request.join", envelope(keys.get(1), "00"));
    narrator.hear("tutti.request.join", envelope(keys.get(1), "00"));

    assertThat(told()).containsOnlyOnce("signer 1").contains("joins it");
  }

  @Test
  void tellsAnEventOnceHoweverManyHearIt() {
    Narrator narrator = narrator(keys);
    var data = new SessionClosed(SessionId.fromHex("ab".repeat(32)));
    JsonObject event =
        new JsonObject(new String(Wire.write(Event.of("s", 1, 1, data)), StandardCharsets.UTF_8));

    keys.forEach(key -> narrator.hear("tutti.inbox." + key.hex(), event));

    assertThat(told().lines()).singleElement().asString().contains("session", "session.closed");
  }

  @Test
  void leavesMostSignersOutWhereThereAreMany() {
    Narrator narrator = narrator(keys);

    keys.forEach(key -> narrator.hear("tutti.request.join", envelope(key, key.hex())));

    assertThat(told().lines()).hasSize(3);
  }

  @Test
  void survivesWhatIsNoEvent() {
    narrator(keys).hear("tutti.events.signers", new JsonObject().put("id", "x"));

    assertThat(told()).contains("something that is no event");
  }

  private static JsonObject envelope(PublicKey signer, String signature) {
    return new JsonObject()
        .put("type", "request.join")
        .put("signer", signer.hex())
        .put("signature", signature);
  }

  private Narrator narrator(List<PublicKey> signers) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Narrator(new Timeline(out, () -> 7), signers);
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
