package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What follows from a request is worked out once, whoever asks. */
class VerifiedRequestTest {
  private final Peers peers = Peers.meet();
  private final VerifiedRequest verified =
      new VerifiedRequest(peers.requestId, peers.announcement, peers.request, peers.alice);
  private final AtomicInteger derived = new AtomicInteger();

  @Test
  void derivesOnce() {
    String first = verified.derived(String.class, request -> "" + derived.incrementAndGet());
    String second = verified.derived(String.class, request -> "" + derived.incrementAndGet());

    assertThat(first).isEqualTo("1").isSameAs(second);
    assertThat(verified.<Integer>derived(Integer.class, request -> 7)).isEqualTo(7);
  }

  /** Refusing must not be what costs the signer its time. */
  @Test
  void refusesOnce() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> verified.derived(String.class, request -> refused()))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    assertThat(derived).hasValue(1);
  }

  /** It says nothing of the request, and may be over the next time. */
  @Test
  void triesAgainAfterAFaultOfItsOwn() {
    assertThatThrownBy(() -> verified.derived(String.class, request -> fault()))
        .hasMessage("a fault");
    assertThatThrownBy(() -> verified.derived(String.class, request -> internal()))
        .hasMessage("a fault, told as one");

    assertThat(verified.derived(String.class, request -> "understood")).isEqualTo("understood");
  }

  private static String fault() {
    throw new IllegalStateException("a fault");
  }

  private static String internal() {
    throw Refusal.of(ErrorCode.INTERNAL, "a fault, told as one");
  }

  private String refused() {
    derived.incrementAndGet();
    throw Refusal.of(ErrorCode.CONFLICT, "other than its PSBT");
  }
}
