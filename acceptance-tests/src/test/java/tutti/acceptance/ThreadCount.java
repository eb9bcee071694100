package tutti.acceptance;

import com.hazelcast.map.IMap;
import java.lang.management.ManagementFactory;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Stages;

/** Reads from the store many times, and tells how many threads were started for it. */
final class ThreadCount {
  static final int READS = 500;

  private ThreadCount() {}

  public static void main(String[] arguments) {
    ServiceContext context =
        LocalCluster.await(
                TuttiNode.start(Settings.defaults().with(Settings.CLUSTER_MEMBERS, "none")))
            .context();
    IMap<Object, Object> map = context.hazelcast().getMap("anything");
    read(context, map);
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getTotalStartedThreadCount();
    for (int i = 0; i < READS; i++) {
      read(context, map);
    }
    System.out.println("started " + (threads.getTotalStartedThreadCount() - before));
    System.exit(0);
  }

  private static void read(ServiceContext context, IMap<Object, Object> map) {
    LocalCluster.await(Stages.onContext(context.vertx(), () -> map.getAsync("key")));
  }
}
