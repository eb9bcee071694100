package tutti.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.config.Settings;

/** What is sent to a process that was killed is neither answered nor failed. */
class DeadServiceTest {
  private static final Operation<Greeting, Greeting> GREET =
      new Operation<>("test.greet", Greeting.class, Greeting.class, Limit.MESSAGE_BYTES);
  private static final Greeting HELLO = new Greeting("hello", null);

  private final Vertx vertx = Vertx.vertx();
  private final ServiceBus bus =
      new ServiceBus(
          vertx,
          Limits.defaults(),
          new Patience(Duration.ofMillis(50), Duration.ofSeconds(5), 100));

  @AfterEach
  void stop() {
    Nodes.await(vertx.close());
  }

  @Test
  void answersThoughOneOfTwoWhoServeIsDead() {
    vertx.eventBus().consumer(GREET.address(), message -> {});
    Nodes.await(bus.serve(GREET, Future::succeededFuture));

    for (int i = 0; i < 3; i++) {
      assertThat(Nodes.await(bus.request(GREET, HELLO))).isEqualTo(HELLO);
    }
  }

  @Test
  void asksSeveralTimesBeforeItGivesUpWithTheSettingsThatAreShipped() {
    Patience shipped = Patience.of(Settings.defaults());

    assertThat(shipped.overall()).isGreaterThanOrEqualTo(shipped.perTry().multipliedBy(5));
  }
}
