package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvenClusterTest {
  private static final String ADDRESS = "test.served";
  private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final Nodes nodes = new Nodes();
  private final List<Vertx> members = new ArrayList<>();
  private final List<HazelcastInstance> stores = new ArrayList<>();

  @AfterEach
  void stop() {
    members.forEach(member -> Nodes.await(member.close()));
    stores.forEach(store -> store.getLifecycleService().terminate());
  }

  /** Why {@link EvenCluster} exists. When this fails, Vert.x is repaired and it can go. */
  @Test
  void vertxItselfStarvesTheMemberWithFewerConsumers() {
    Vertx few = join(HazelcastClusterManager::new);
    Vertx many = join(HazelcastClusterManager::new);

    assertThat(answersOf(few, many)).containsExactly("many");
  }

  @Test
  void sharesRequestsOutOverMembersWhateverTheirConsumers() {
    Vertx few = join(EvenCluster::new);
    Vertx many = join(EvenCluster::new);

    assertThat(answersOf(few, many)).containsExactlyInAnyOrder("few", "many");

    // And what a dead member served is served by nobody, instead of never being answered.
    stores.get(1).getLifecycleService().terminate();
    await()
        .until(
            () -> {
              String answer = ask(few, "only-many");
              return answer.equals(ReplyFailure.NO_HANDLERS.name());
            });
  }

  /**
   * Who served what was known to them alone, at some of the addresses; nobody tells of its loss.
   */
  @Test
  void forgetsWhoServedWhenSeveralMembersDieAtOnce() {
    Vertx asking = join(EvenCluster::new);
    List<Vertx> serving = List.of(join(EvenCluster::new), join(EvenCluster::new));
    List<String> addresses = IntStream.range(0, 24).mapToObj(i -> "served-" + i).toList();
    for (String address : addresses) {
      serving.forEach(member -> serve(member, address, "served"));
      await().until(() -> ask(asking, address).equals("served"));
    }

    stores.subList(1, 3).parallelStream().forEach(store -> store.getLifecycleService().terminate());

    for (String address : addresses) {
      await().until(() -> askBriefly(asking, address).equals(ReplyFailure.NO_HANDLERS.name()));
    }
  }

  /** Or whoever asks for many inboxes could fill the memory of a member. */
  @Test
  void remembersOnlyAddressesWhereSomebodyListens() {
    List<EvenCluster> clusters = new ArrayList<>();
    Vertx asking =
        join(
            store -> {
              clusters.add(new EvenCluster(store));
              return clusters.get(0);
            });
    Vertx serving = join(EvenCluster::new);
    MessageConsumer<Object> consumer = serving.eventBus().consumer(ADDRESS);
    Nodes.await(consumer.handler(message -> message.reply("served")).completion());
    for (int i = 0; i < 20; i++) {
      assertThat(ask(asking, "nobody-" + i)).isEqualTo(ReplyFailure.NO_HANDLERS.name());
    }
    await().until(() -> ask(asking, ADDRESS).equals("served"));

    assertThat(clusters.get(0).known()).containsExactly(ADDRESS);
    Nodes.await(consumer.unregister());
    await().until(() -> clusters.get(0).known().isEmpty());
  }

  /** What the others drop of a member that they take for dead. */
  @Test
  void isFoundAgainAfterASplitHasHealed() {
    Vertx asking = join(EvenCluster::new);
    List<EvenCluster> healed = new ArrayList<>();
    Vertx serving =
        join(
            store -> {
              healed.add(new EvenCluster(store));
              return healed.get(0);
            });
    serve(serving, ADDRESS, "served");
    await().until(() -> ask(asking, ADDRESS).equals("served"));
    HazelcastInstance store = stores.get(0);
    store.getMultiMap("__vertx.subs").remove(ADDRESS);
    store.getMap("__vertx.nodeInfo").remove(healed.get(0).getNodeId());
    await().until(() -> !askBriefly(asking, ADDRESS).equals("served"));

    healed.get(0).stateChanged(new LifecycleEvent(LifecycleEvent.LifecycleState.MERGED));

    await().until(() -> ask(asking, ADDRESS).equals("served"));
    assertThat(store.getMap("__vertx.nodeInfo").containsKey(healed.get(0).getNodeId())).isTrue();
  }

  @Test
  void readsAgainUntilItCanWhoServesWhat() {
    Readings readings = readings(10);

    await().until(() -> !readings.isEmpty());

    assertThat(readings.element().registrations()).hasSize(1);
  }

  /** So that whoever asks next reads anew, and the dead are not asked for ever. */
  @Test
  void forgetsInTheEndWhatItCannotRead() {
    Readings readings = readings(1_000);

    await().until(() -> !readings.isEmpty());

    assertThat(readings.element().registrations()).isEmpty();
  }

  /** What comes of reading after a loss, where so many reads fail. */
  private Readings readings(int failures) {
    FaultySubscriptions faults = new FaultySubscriptions();
    List<EvenCluster> clusters = new ArrayList<>();
    Vertx serving =
        join(
            store -> {
              clusters.add(new EvenCluster(faults.around(store), SOON));
              return clusters.get(0);
            });
    serve(serving, ADDRESS, "served");
    Readings readings = new Readings();
    faults.failNextReads(failures);
    clusters.get(0).readAgain(Set.of(ADDRESS), readings);
    return readings;
  }

  private static final class Readings extends ConcurrentLinkedQueue<RegistrationUpdateEvent>
      implements RegistrationListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent event) {
      add(event);
    }

    @Override
    public boolean wantsUpdatesFor(String address) {
      return true;
    }

    @Override
    public void registrationsLost() {}
  }

  /** A member that gave up would be there, and serve nobody. */
  @Test
  void saysWhatItServesUntilTheStoreTakesIt() {
    Vertx asking = join(EvenCluster::new);
    FaultySubscriptions faults = new FaultySubscriptions();
    List<EvenCluster> healed = new ArrayList<>();
    Vertx serving =
        join(
            store -> {
              healed.add(new EvenCluster(faults.around(store), SOON));
              return healed.get(0);
            });
    serve(serving, ADDRESS, "served");
    await().until(() -> ask(asking, ADDRESS).equals("served"));
    stores.get(0).getMultiMap("__vertx.subs").remove(ADDRESS);
    await().until(() -> !askBriefly(asking, ADDRESS).equals("served"));

    faults.failNextWrites(100);
    healed.get(0).stateChanged(new LifecycleEvent(LifecycleEvent.LifecycleState.MERGED));

    await().until(() -> ask(asking, ADDRESS).equals("served"));
  }

  @Test
  void countsEachMemberOnce() {
    var a1 = new RegistrationInfo("a", 1, false);
    var a2 = new RegistrationInfo("a", 2, false);
    var b = new RegistrationInfo("b", 1, false);

    assertThat(EvenCluster.onePerMember(List.of(a1, a2, b))).containsExactly(a1, b);
  }

  @Test
  void prefersARegistrationThatOthersSee() {
    var local = new RegistrationInfo("a", 1, true);
    var clustered = new RegistrationInfo("a", 2, false);

    assertThat(EvenCluster.onePerMember(List.of(local, clustered))).containsExactly(clustered);
  }

  private Set<String> answersOf(Vertx few, Vertx many) {
    serve(few, ADDRESS, "few");
    for (int i = 0; i < 3; i++) {
      serve(many, ADDRESS, "many");
    }
    serve(many, "only-many", "many");
    serve(many, "last", "many");
    await().until(() -> ask(few, "last").equals("many"));

    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      answers.add(ask(few, ADDRESS));
    }
    return answers;
  }

  private static void serve(Vertx member, String address, String name) {
    Nodes.await(member.eventBus().consumer(address, message -> message.reply(name)).completion());
  }

  private static String ask(Vertx member, String address) {
    return ask(member, address, DeliveryOptions.DEFAULT_TIMEOUT);
  }

  /** The dead do not answer. */
  private static String askBriefly(Vertx member, String address) {
    return ask(member, address, 1_000);
  }

  private static String ask(Vertx member, String address, long timeout) {
    return Nodes.await(
        member
            .eventBus()
            .<String>request(address, "?", new DeliveryOptions().setSendTimeout(timeout))
            .map(reply -> reply.body())
            .otherwise(failure -> ((ReplyException) failure).failureType().name()));
  }

  private Vertx join(Function<HazelcastInstance, HazelcastClusterManager> manager) {
    HazelcastInstance store =
        Nodes.await(Member.join(nodes.settings(), ClusterClock::new)).hazelcast();
    stores.add(store);
    EventBusOptions bus = new EventBusOptions().setHost("127.0.0.1");
    Vertx member =
        Nodes.await(
            Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(bus))
                .withClusterManager(manager.apply(store))
                .buildClustered());
    members.add(member);
    return member;
  }
}
