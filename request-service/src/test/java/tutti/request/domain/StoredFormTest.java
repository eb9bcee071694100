package tutti.request.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tutti.request.domain.Said.ALICE;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.CAROL;
import static tutti.request.domain.Said.NOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.json.Wire;
import tutti.request.domain.RequestCommand.Cancel;
import tutti.request.domain.RequestCommand.Decline;
import tutti.request.domain.RequestCommand.Look;
import tutti.request.domain.RequestCommand.Published;
import tutti.request.domain.RequestCommand.SessionOpened;
import tutti.request.domain.RequestCommand.Tick;

/** Documents move between members, commands and outcomes travel: all come back as they were. */
class StoredFormTest {
  private final RequestMachine machine = new RequestMachine();

  @Test
  void readsEveryCommandAsItWasWritten() {
    var request = Said.request(ALICE, BOB, CAROL);
    for (RequestCommand command :
        List.of(
            Said.announce(request),
            Said.join(request, 1, BOB, NOW),
            new Decline(NOW, 1, BOB, "no"),
            new Cancel(NOW, ALICE, null),
            new RequestCommand.End(NOW, "enough"),
            new Look(),
            new Tick(NOW),
            new Published(List.of(1L, 2L)),
            new SessionOpened())) {
      assertReadAsWritten(command, RequestCommand.class);
    }
  }

  @Test
  void readsEveryStateAndOutcomeAsItWasWritten() {
    var request = Said.request(ALICE, BOB, CAROL);
    RequestDocument document = null;
    for (RequestCommand command :
        List.of(
            Said.announce(request),
            Said.join(request, 1, BOB, NOW),
            new Look(),
            new Published(List.of(1L)),
            Said.join(request, 2, CAROL, NOW))) {
      var step = machine.apply(document, command);
      document = step.document();

      assertReadAsWritten(document, RequestDocument.class);
      assertReadAsWritten(step.result(), RequestOutcome.class);
    }
  }

  private static <T> void assertReadAsWritten(T value, Class<T> type) {
    byte[] written = Wire.write(value);

    assertThat(Wire.write(Wire.read(written, type)))
        .asString()
        .isEqualTo(new String(written, UTF_8));
  }
}
