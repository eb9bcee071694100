package tutti.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.Refusal;
import tutti.runtime.state.Stages;

/**
 * Shares requests out evenly over members, and forgets the consumers of members that died.
 *
 * <p>Vert.x 5 weighs members by their consumers and starts each at weight zero, so that those with
 * fewer consumers of an address get few requests or none; and it keeps sending to dead members if
 * nothing else changes at an address. Here each member counts once per address, addresses are read
 * again after a loss, and a member that others took for dead says again what it serves. To be
 * dropped once Vert.x does this by itself.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // what they pass on is synchronized there
final class EvenCluster extends HazelcastClusterManager {
  private static final Logger LOG = LoggerFactory.getLogger(EvenCluster.class);
  private static final int ATTEMPTS = 5;

  /** A minute's worth. */
  private static final int TRIES = 30;

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<Served> served = ConcurrentHashMap.newKeySet();
  private final Insistence insistence;

  /**
   * Vert.x waits for the store when members go, and Hazelcast would wait for Vert.x: the halves of
   * a cluster then need a minute to come together, or do not.
   */
  private final ExecutorService membership =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "tutti-membership");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  private volatile boolean withdrawn;

  private record Served(String address, RegistrationInfo registration) {}

  EvenCluster(HazelcastInstance hazelcast) {
    this(hazelcast, Insistence.AFTER_A_PAUSE);
  }

  /** With a pause of one's own before what failed is tried again. */
  EvenCluster(HazelcastInstance hazelcast, Executor later) {
    super(hazelcast);
    insistence = new Insistence(later, this::isHere);
  }

  private boolean isHere() {
    return !withdrawn && getHazelcastInstance().getLifecycleService().isRunning();
  }

  static List<RegistrationInfo> onePerMember(List<RegistrationInfo> registrations) {
    Map<String, RegistrationInfo> members = new LinkedHashMap<>();
    for (RegistrationInfo registration : registrations) {
      members.merge(registration.nodeId(), registration, (a, b) -> a.localOnly() ? b : a);
    }
    return new ArrayList<>(members.values());
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    served.add(new Served(address, registration));
    patiently(once -> super.addRegistration(address, registration, once), ATTEMPTS, promise);
  }

  /**
   * Tries again what a member that has just joined, or died, was too slow to confirm: a process
   * that starts beside others would end over it. To register twice is to register once.
   */
  static void patiently(
      Consumer<Completable<Void>> attempt, int attempts, Completable<Void> promise) {
    attempt.accept(
        (done, failure) -> {
          boolean again =
              failure != null
                  && attempts > 1
                  && Stages.refusal(failure) instanceof Refusal refusal
                  && refusal.code().retryable();
          if (again) {
            patiently(attempt, attempts - 1, promise);
          } else {
            promise.complete(null, failure);
          }
        });
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    served.remove(new Served(address, registration));
    super.removeRegistration(address, registration, promise);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    membership.execute(() -> super.memberAdded(event));
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    membership.execute(() -> super.memberRemoved(event));
  }

  /**
   * Those who took this member for dead have dropped its address and all that it serves; when they
   * are together again it must be there anew. Vert.x tries that once, at a time when the store may
   * not take it yet.
   */
  @Override
  public void stateChanged(LifecycleEvent event) {
    membership.execute(() -> super.stateChanged(event));
    if (event.getState() == LifecycleState.MERGED) {
      membership.execute(this::presentAgain);
    }
  }

  @Override
  public void leave(Completable<Void> promise) {
    withdrawn = true;
    membership.shutdown();
    super.leave(promise);
  }

  /** Never gives up: a member that nobody finds serves nothing, and nobody would restart it. */
  private void presentAgain() {
    insistence
        .insist("telling the others what is served here", TRIES, this::present)
        .onFailure(
            failure -> {
              if (isHere()) {
                LOG.error("others do not find what is served here: {}", failure.toString());
                presentAgain();
              }
            });
  }

  private Future<Void> present() {
    if (withdrawn) {
      return Future.succeededFuture();
    }
    Promise<Void> reachable = Promise.promise();
    setNodeInfo(getNodeInfo(), reachable);
    List<Future<Void>> presented = new ArrayList<>(List.of(reachable.future()));
    for (Served one : List.copyOf(served)) {
      Promise<Void> promise = Promise.promise();
      super.addRegistration(one.address, one.registration, promise);
      presented.add(promise.future());
    }
    return Future.join(presented).mapEmpty();
  }

  /**
   * Lets no member, this one included, send here any more. Unlike with consumers that are
   * unregistered, what is on its way is still heard: Vert.x discards what it has no consumer for,
   * and whoever asked would wait until its time is over.
   */
  Future<Void> withdraw() {
    withdrawn = true;
    List<Future<Void>> removed = new ArrayList<>();
    for (Served one : List.copyOf(served)) {
      Promise<Void> promise = Promise.promise();
      super.removeRegistration(one.address, one.registration, promise);
      removed.add(promise.future());
    }
    return Future.join(removed).mapEmpty();
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    known.add(address); // before it is read: a loss meanwhile must not pass it over
    super.getRegistrations(
        address,
        (registrations, failure) -> {
          note(address, failure == null ? registrations : List.of());
          if (failure == null) {
            promise.succeed(onePerMember(registrations));
          } else {
            promise.fail(failure);
          }
        });
  }

  /** Anyone may ask for addresses where nobody listens: as many as there are keys. */
  private void note(String address, List<RegistrationInfo> registrations) {
    if (registrations.isEmpty()) {
      known.remove(address);
    } else {
      known.add(address);
    }
  }

  /** The addresses that are read again after a loss. */
  Set<String> known() {
    return Set.copyOf(known);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    super.registrationListener(
        new RegistrationListener() {
          @Override
          public void registrationsUpdated(RegistrationUpdateEvent event) {
            update(event.address(), event.registrations(), listener);
          }

          @Override
          public boolean wantsUpdatesFor(String address) {
            return listener.wantsUpdatesFor(address);
          }

          @Override
          public void registrationsLost() {
            listener.registrationsLost();
            known.removeIf(address -> !listener.wantsUpdatesFor(address));
            readAgain(Set.copyOf(known), listener);
          }
        });
  }

  /** What cannot be read is forgotten in the end, and so read anew when somebody asks for it. */
  void readAgain(Set<String> addresses, RegistrationListener listener) {
    Set<String> unread = ConcurrentHashMap.newKeySet();
    unread.addAll(addresses);
    insistence
        .insist("reading who serves what", TRIES, () -> read(unread, listener))
        .onFailure(
            failure -> {
              if (isHere()) {
                LOG.error(
                    "who serves {} addresses is unknown: {}", unread.size(), failure.toString());
                unread.forEach(address -> update(address, List.of(), listener));
              }
            });
  }

  private Future<Void> read(Set<String> unread, RegistrationListener listener) {
    List<Future<?>> reads = new ArrayList<>();
    for (String address : unread) {
      Promise<List<RegistrationInfo>> read = Promise.promise();
      reads.add(
          read.future()
              .onSuccess(
                  registrations -> {
                    unread.remove(address);
                    update(address, registrations, listener);
                  }));
      super.getRegistrations(address, read);
    }
    return Future.join(reads).mapEmpty();
  }

  private void update(
      String address, List<RegistrationInfo> registrations, RegistrationListener listener) {
    if (registrations.isEmpty()) {
      known.remove(address);
    }
    listener.registrationsUpdated(
        new RegistrationUpdateEvent(address, onePerMember(registrations)));
  }
}
