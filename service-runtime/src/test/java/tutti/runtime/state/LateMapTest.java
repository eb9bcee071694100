package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.config.Settings;
import tutti.runtime.notes.NoteMachine;

class LateMapTest {
  private final Nodes nodes = new Nodes();
  private final AtomicBoolean early = new AtomicBoolean(true);
  private final CountDownLatch ready = new CountDownLatch(1);

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void doesNotHoldUpTheEventLoopWhileAMapIsLookedUp() {
    var context = nodes.with(Settings.CLUSTER_MEMBERS, "none").start().context();
    Vertx vertx = context.vertx();
    var map = new LateMap<String>(slow(context.hazelcast()), NoteMachine.MAP);
    Promise<Integer> size = Promise.promise();

    vertx.runOnContext(
        onLoop -> {
          map.use(vertx, known -> known.getAsync("nothing")).map(0).onComplete(size);
          ready.countDown(); // only whoever comes this far lets the lookup end
        });

    assertThat(Nodes.await(size.future())).isZero();
  }

  @Test
  void refusesWhatCannotBeLookedUp() {
    var context = nodes.with(Settings.CLUSTER_SIZE, "3").start().context();
    var map = new LateMap<String>(slow(context.hazelcast()), NoteMachine.MAP);

    Future<String> got = map.use(context.vertx(), known -> known.getAsync("nothing"));

    assertThat(Nodes.refusalOf(got).code().retryable()).isTrue();
  }

  /** A cluster that is not ready at first, and later takes as long as it likes. */
  private HazelcastInstance slow(HazelcastInstance hazelcast) {
    return (HazelcastInstance)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HazelcastInstance.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getMap")) {
                if (early.getAndSet(false)) {
                  throw new SplitBrainProtectionException("not yet");
                }
                if (!ready.await(20, TimeUnit.SECONDS)) {
                  throw new IllegalStateException("nobody goes on");
                }
              }
              return method.invoke(hazelcast, arguments);
            });
  }
}
