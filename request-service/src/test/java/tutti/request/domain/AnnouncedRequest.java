package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.request.domain.Said.ALICE;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.CAROL;
import static tutti.request.domain.Said.NOW;
import static tutti.request.domain.Said.announce;
import static tutti.request.domain.Said.join;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import tutti.protocol.Refusal;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.SigningRequest;

/** A request of three signers that has been announced, and what is said about it. */
abstract class AnnouncedRequest {
  static final long LATER = NOW + 1_000;

  final RequestMachine machine = new RequestMachine();
  final SigningRequest request = Said.request(ALICE, BOB, CAROL);
  RequestDocument document;

  @BeforeEach
  void announceTheRequest() {
    document = null;
    take(announce(request));
  }

  void makeReady() {
    take(join(request, 1, BOB, LATER));
    take(join(request, 2, CAROL, LATER));
  }

  RequestOutcome take(RequestCommand command) {
    var step = machine.apply(document, command);
    document = step.document();
    return step.result();
  }

  RequestOutcome takeWithoutChange(RequestCommand command) {
    var before = document;
    var outcome = take(command);
    assertThat(document).isSameAs(before);
    return outcome;
  }

  Refusal refusalOf(RequestCommand command) {
    return catchThrowableOfType(Refusal.class, () -> machine.apply(document, command));
  }

  static RequestReply reply(RequestOutcome outcome) {
    return Objects.requireNonNull(outcome.reply());
  }
}
