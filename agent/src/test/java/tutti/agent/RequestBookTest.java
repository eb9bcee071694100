package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.Requests;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.RequestId;
import tutti.protocol.request.SigningRequest;

/** Anybody can ask a signer anything; what it keeps of that is bounded. */
class RequestBookTest {
  private static final int ROOM = 100_000;

  private final List<AgentEvent> events = new ArrayList<>();
  private final RequestBook book = new RequestBook(ROOM, events::add);

  @Test
  void keepsWhatThereIsRoomFor() {
    VerifiedRequest asked = request(1, 10_000);

    assertThat(book.offer(asked)).isPresent();
    assertThat(book.offer(asked)).containsSame(book.get(asked.id()));
    assertThat(events).hasOnlyElementsOfType(AgentEvent.Requested.class).hasSize(1);
  }

  @Test
  void letsTheLargestGiveWay() {
    VerifiedRequest small = request(1, 10_000);
    VerifiedRequest large = request(2, 60_000);
    VerifiedRequest honest = request(3, 40_000);
    book.offer(small);
    book.offer(large);

    assertThat(book.offer(honest)).isPresent();

    assertThat(book.get(small.id())).isNotNull();
    assertThat(book.get(large.id())).isNull();
    assertThat(passedOver()).containsExactly(large.id());
    assertThat(book.isPassedOver(large.id())).isTrue();
  }

  @Test
  void letsNothingInThatIsLargerThanWhatIsThere() {
    VerifiedRequest first = request(1, 60_000);
    VerifiedRequest larger = request(2, 61_000);
    book.offer(first);

    assertThat(book.offer(larger)).isEmpty();
    assertThat(book.offer(larger)).isEmpty();

    assertThat(book.get(first.id())).isNotNull();
    assertThat(passedOver()).containsExactly(larger.id());
  }

  @Test
  void takesThemWhenThereIsRoom() {
    VerifiedRequest first = request(1, 60_000);
    VerifiedRequest larger = request(2, 61_000);
    book.offer(first);
    book.offer(larger);

    book.remove(first.id());

    assertThat(book.isPassedOver(larger.id())).isFalse();
    assertThat(book.offer(larger)).isPresent();
  }

  @Test
  void forgetsWhatIsOverFirst() {
    VerifiedRequest over = request(1, 20_000);
    VerifiedRequest waiting = request(2, 60_000);
    book.offer(over).orElseThrow().settle();
    book.offer(waiting);

    assertThat(book.offer(request(3, 30_000))).isPresent();

    assertThat(book.get(over.id())).isNull();
    assertThat(book.get(waiting.id())).isNotNull();
    assertThat(passedOver()).isEmpty();
  }

  @Test
  void keepsWhatIsBeingDecidedAndDoesNotCountWhatWasJoined() {
    VerifiedRequest deciding = request(1, 60_000);
    VerifiedRequest joined = request(2, 90_000);
    book.offer(deciding).orElseThrow().deciding(true);
    book.keep(joined).joined(true);

    assertThat(book.offer(request(3, 50_000))).isEmpty();
    assertThat(book.offer(request(4, 20_000))).isPresent();
    assertThat(book.get(deciding.id())).isNotNull();
    assertThat(book.get(joined.id())).isNotNull();
  }

  private List<RequestId> passedOver() {
    return events.stream()
        .filter(AgentEvent.PassedOver.class::isInstance)
        .map(event -> ((AgentEvent.PassedOver) event).requestId())
        .toList();
  }

  /** Of about so many bytes; what it says is no PSBT, and nobody looks at that here. */
  private static VerifiedRequest request(int number, int bytes) {
    SigningRequest request =
        Requests.changed(
            Requests.own(),
            body -> {
              body.put("purpose", "number " + number);
              body.put("psbt", "cHNidP8B" + "AAAA".repeat((bytes - 2_000) / 4));
            });
    return Requests.verified(request, 0);
  }
}
