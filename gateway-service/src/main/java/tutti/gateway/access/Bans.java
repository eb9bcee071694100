package tutti.gateway.access;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.BanVerdict;
import tutti.gateway.domain.Offender;
import tutti.gateway.domain.OffenderCommand;
import tutti.gateway.domain.OffenderMachine;
import tutti.gateway.domain.StrikeRules;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Documents;
import tutti.runtime.state.Kept;
import tutti.runtime.state.LateMap;
import tutti.runtime.state.Sweeper;

/**
 * Who is not let in, at any gateway of the cluster. Each gateway knows the list by heart, so that
 * asking costs nothing; a ban reaches the others within moments.
 */
public final class Bans {
  private static final Logger LOG = LoggerFactory.getLogger(Bans.class);
  private static final long AGAIN_MILLIS = 1_000;

  private final Clock clock;
  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final StrikeRules rules;
  private final Documents<Offender, OffenderCommand, BanVerdict> offenders;
  private final Sweeper sweeper;
  private final EdgeMeters meters;
  private final Map<String, Long> banned = new ConcurrentHashMap<>();
  private volatile Consumer<String> onBan = subject -> {};
  private volatile boolean stopped;

  public Bans(ServiceContext context, EdgeMeters meters) {
    this.meters = meters;
    Settings settings = context.settings();
    clock = context.clock();
    vertx = context.vertx();
    hazelcast = context.hazelcast();
    rules =
        new StrikeRules(
            settings.get(EdgeSettings.STRIKES),
            settings.get(EdgeSettings.STRIKE_WINDOW).toMillis(),
            settings.get(EdgeSettings.BAN_TIME).toMillis());
    offenders = context.documents(new OffenderMachine());
    sweeper =
        context.sweeper(
            offenders, key -> offenders.apply(key, new OffenderCommand.Tick(clock.millis())));
  }

  /** Learns the list, and from then on hears of every change. */
  public void start() {
    sweeper.start();
    learn();
  }

  public Future<Void> stop() {
    stopped = true;
    return sweeper.stop();
  }

  /** Who is told, on any thread, of everyone who is banned from now on. */
  public void onBan(Consumer<String> listener) {
    onBan = listener;
  }

  /** Refuses whoever is banned, and says for how long. */
  public void requireNone(String subject) {
    Long until = banned.get(subject);
    if (until != null && clock.millis() < until) {
      throw Refusal.of(ErrorCode.BANNED, "banned for a while; an operator may pardon it")
          .retryAfter(until - clock.millis());
    }
  }

  /** Counts something that cannot be true against somebody. */
  public void strike(String subject, ErrorCode what) {
    meters.struck(what);
    offenders
        .apply(subject, new OffenderCommand.Strike(subject, clock.millis(), what.name(), rules))
        .onFailure(failure -> LOG.warn("a strike was not counted: {}", failure.toString()));
  }

  public Future<BanVerdict> ban(String subject, long millis, String reason) {
    return offenders.apply(
        subject, new OffenderCommand.Ban(subject, clock.millis() + millis, reason));
  }

  public Future<BanVerdict> pardon(String subject) {
    return offenders.apply(subject, new OffenderCommand.Pardon(clock.millis()));
  }

  /** How many are banned, as far as this gateway knows. */
  public int size() {
    long now = clock.millis();
    return (int) banned.values().stream().filter(until -> now < until).count();
  }

  /** Everyone who is banned now. */
  public Future<List<Offender>> list() {
    return vertx.executeBlocking(this::offenders, false);
  }

  private List<Offender> offenders() {
    long now = clock.millis();
    return map().get().values().stream()
        .flatMap(kept -> kept.document(Offender.class).stream())
        .filter(one -> one.isBanned(now))
        .toList();
  }

  private LateMap<Kept> map() {
    return new LateMap<>(hazelcast, OffenderMachine.MAP);
  }

  private void learn() {
    if (stopped) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              map().get().addEntryListener(new Changes(), true);
              return offenders();
            },
            false)
        .onSuccess(known -> known.forEach(this::changed))
        .onFailure(
            failure -> {
              LOG.warn("the list of bans is not known yet: {}", failure.toString());
              vertx.setTimer(AGAIN_MILLIS, later -> learn());
            });
  }

  private void changed(Offender offender) {
    long now = clock.millis();
    if (!offender.isBanned(now)) {
      banned.remove(offender.subject());
    } else if (!Long.valueOf(offender.bannedUntil())
        .equals(banned.put(offender.subject(), offender.bannedUntil()))) {
      LOG.atWarn()
          .addKeyValue("subject", offender.subject())
          .addKeyValue("until", offender.bannedUntil())
          .log("banned");
      onBan.accept(offender.subject());
    }
  }

  private final class Changes
      implements EntryAddedListener<String, Kept>,
          EntryUpdatedListener<String, Kept>,
          EntryRemovedListener<String, Kept> {
    @Override
    public void entryAdded(EntryEvent<String, Kept> event) {
      entryUpdated(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, Kept> event) {
      event.getValue().document(Offender.class).ifPresent(Bans.this::changed);
    }

    @Override
    public void entryRemoved(EntryEvent<String, Kept> event) {
      banned.remove(event.getKey());
    }
  }
}
