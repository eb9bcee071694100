package tutti.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tutti.agent.Agent;
import tutti.agent.Policy;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.Advertisement;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A process with signers: tells their keys, and signs whatever it is asked for. */
final class SignerProcess {
  private SignerProcess() {}

  /** Takes how many signers there are to be, then settings as name and value. */
  public static void main(String[] arguments) throws InterruptedException {
    Settings settings = settings(List.of(arguments).subList(1, arguments.length));
    TuttiNode node = LocalCluster.await(TuttiNode.start(settings));
    var over = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  LocalCluster.await(node.close());
                  over.countDown();
                }));
    VertxBus bus = new VertxBus(node.context().vertx());
    List<String> keys = new ArrayList<>();
    for (int signer = 0; signer < Integer.parseInt(arguments[0]); signer++) {
      SecretKey key = SecretKey.generate();
      Agent agent = Group.await(Agent.builder(bus).key(key).policy(Policy.approveAll()).start());
      Group.await(agent.advertise(advertisement()));
      keys.add(key.publicKey().hex());
    }
    System.out.println("ready " + String.join(" ", keys));
    over.await();
  }

  /** Those of a member that holds no documents, given as name and value. */
  static Settings settings(List<String> arguments) {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      flags.put(arguments.get(i), arguments.get(i + 1));
    }
    return Settings.load(flags, Map.of(), Map.of("role", "lite"));
  }

  private static Advertisement advertisement() {
    return new Advertisement(
        List.of("spend"), null, null, 10L, System.currentTimeMillis() + 600_000, null);
  }
}
