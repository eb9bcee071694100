package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class InsistenceTest {
  private final IllegalStateException away = new IllegalStateException("away");

  private final Queue<Runnable> later = new ArrayDeque<>();
  private boolean wanted = true;
  private int tries;

  private final Insistence insistence = new Insistence(later::add, () -> wanted);

  @Test
  void triesAgainOnlyAfterAPause() {
    Future<String> done = insistence.insist("it", 5, () -> failing(2));

    assertThat(tries).isEqualTo(1);
    later.remove().run();
    assertThat(done.isComplete()).isFalse();
    later.remove().run();
    assertThat(done.result()).isEqualTo("done");
    assertThat(later).isEmpty();
  }

  @Test
  void failsAsTheLastTryDid() {
    Future<String> done = insistence.insist("it", 3, () -> failing(9));

    later.remove().run();
    later.remove().run();

    assertThat(done.cause()).isSameAs(away);
    assertThat(tries).isEqualTo(3);
    assertThat(later).isEmpty();
  }

  @Test
  void stopsWhenNobodyWantsItAnyMore() {
    Future<String> done = insistence.insist("it", 9, () -> failing(9));

    wanted = false;
    later.remove().run();

    assertThat(done.failed()).isTrue();
    assertThat(later).isEmpty();
  }

  private Future<String> failing(int times) {
    return ++tries > times ? Future.succeededFuture("done") : Future.failedFuture(away);
  }
}
