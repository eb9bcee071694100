package tutti.runtime.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tutti.musig2.EngineChoice;
import tutti.protocol.Limit;
import tutti.protocol.Limits;

/**
 * The values in force of all settings. A flag wins over the environment, the environment over the
 * file, the file over the default. Immutable, and valid as a whole.
 */
public final class Settings {
  static final String ENVIRONMENT_PREFIX = "TUTTI_";

  public static final Setting<String> CLUSTER_NAME =
      new Setting<>(
          "cluster-name", "tutti", Kind.text(), "members of other names do not belong together");
  public static final Setting<String> CLUSTER_HOST =
      new Setting<>(
          "cluster-host",
          "127.0.0.1",
          Kind.text(),
          "address that other members reach this one at; local: the one that this machine's own"
              + " name has");
  public static final Setting<Integer> CLUSTER_PORT =
      new Setting<>(
          "cluster-port",
          "5701",
          Kind.integer(1, 65_435),
          "first port to try, then the next ones; data members that are looked for by name:port take"
              + " no other");
  public static final Setting<List<String>> CLUSTER_MEMBERS =
      new Setting<>(
          "cluster-members",
          "127.0.0.1",
          Kind.members(),
          "where to look for members, host[:port]; without a port at cluster-port, and if it is the"
              + " only one at the nine next ones; kubernetes://NAMESPACE/SERVICE: the pods of that"
              + " Service, which the API of Kubernetes is asked for; none: do not look");
  public static final Setting<Integer> CLUSTER_SIZE =
      new Setting<>(
          "cluster-size",
          "1",
          Kind.integer(1, 1_000),
          "data members when all are there; without more than half of them nothing is written");
  public static final Setting<Role> ROLE =
      new Setting<>("role", "data", Kind.choice(Role.class), "hold documents, or only work");
  public static final Setting<Integer> BACKUPS =
      new Setting<>(
          "backups", "1", Kind.integer(0, 6), "copies of each document on other data members");
  public static final Setting<Duration> HEARTBEAT_TIMEOUT =
      duration("heartbeat-timeout", "10s", "silence after which a member counts as gone");
  public static final Setting<Duration> JOIN_TIMEOUT =
      duration("join-timeout", "60s", "how long to wait for a data member when starting");
  public static final Setting<Duration> LEAVE_TIMEOUT =
      duration("leave-timeout", "30s", "how long to hand over documents when stopping");
  public static final Setting<Duration> DRAIN_TIME =
      duration("drain-time", "1s", "how long other members may still send here when stopping");
  public static final Setting<Duration> NOTICE_TIME =
      new Setting<>(
          "notice-time",
          "0ms",
          Kind.duration(Duration.ZERO, Duration.ofHours(1)),
          "how long to go on after saying not to be ready, when stopping: so that those who share"
              + " connections out hear of it");
  public static final Setting<String> MANAGEMENT_HOST =
      new Setting<>(
          "management-host",
          "127.0.0.1",
          Kind.text(),
          "address of the port for those who look after the process");
  public static final Setting<OptionalInt> MANAGEMENT_PORT =
      new Setting<>(
          "management-port",
          "none",
          Kind.optionalPort(),
          "port of /livez, /readyz, /healthcheck and /metrics; 0 is any free");
  public static final Setting<String> EVENT_BUS_HOST =
      new Setting<>(
          "event-bus-host", "cluster-host", Kind.text(), "address of this member's event bus");
  public static final Setting<Integer> EVENT_BUS_PORT =
      new Setting<>(
          "event-bus-port", "0", Kind.integer(0, 65_535), "port of the event bus; 0 is any free");
  public static final Setting<Duration> SEND_TIMEOUT =
      duration(
          "send-timeout",
          "2s",
          "how long one try of a request waits for its answer; between services half of it."
              + " A connection to another member must be made in that time, too");
  public static final Setting<Duration> REQUEST_TIMEOUT =
      duration("request-timeout", "15s", "how long a request is tried again");
  public static final Setting<Integer> REQUESTS_IN_FLIGHT =
      new Setting<>(
          "requests-in-flight",
          "2000",
          Kind.integer(1, 1_000_000),
          "requests per operation under way at a time, sent and served counted apart; fewer are"
              + " served while answers take longer than half of send-timeout");
  public static final Setting<Duration> SWEEP_INTERVAL =
      duration("sweep-interval", "1s", "how often deadlines and unpublished events are looked for");
  public static final Setting<EngineChoice> CRYPTO_ENGINE =
      new Setting<>(
          "crypto-engine",
          "auto",
          Kind.choice(EngineChoice.class),
          "what computes; auto is libsecp256k1 where it works, else bouncycastle");
  public static final Setting<Integer> CRYPTO_THREADS =
      new Setting<>(
          "crypto-threads", "0", Kind.integer(0, 1_024), "threads that verify; 0 is one per core");
  public static final Setting<Integer> CRYPTO_QUEUE =
      new Setting<>(
          "crypto-queue", "2000", Kind.integer(0, 1_000_000), "checks that may wait for a thread");
  public static final Setting<String> DATABASE_URL =
      new Setting<>(
          "database-url",
          "none",
          Kind.database(),
          "PostgreSQL that outlives all members; none: documents are in memory only");
  public static final Setting<String> DATABASE_USER =
      new Setting<>("database-user", "tutti", Kind.text(), "who writes to the database");
  public static final Setting<String> DATABASE_PASSWORD =
      new Setting<>(
          "database-password",
          "",
          Kind.secret(),
          "password of that user; not a flag, and never shown; empty: without one");
  public static final Setting<Integer> DATABASE_CONNECTIONS =
      new Setting<>(
          "database-connections",
          "8",
          Kind.integer(1, 1_000),
          "connections of one data member, and documents that it writes at a time");
  public static final Setting<Duration> DATABASE_TIMEOUT =
      new Setting<>(
          "database-timeout",
          "2s",
          Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          "how long the database may take for one document");

  /** The value of {@link #CLUSTER_HOST} in a container, which hears of its address by its name. */
  public static final String OWN_HOST = "local";

  /** The value of {@link #DATABASE_URL} where there is none. */
  public static final String NO_DATABASE = "none";

  /** The value of {@link #CLUSTER_MEMBERS} of a member that stays alone: it starts sooner. */
  public static final List<String> NO_MEMBERS = List.of("none");

  private static final Set<Limit> TIMES =
      EnumSet.of(
          Limit.TIMESTAMP_SKEW,
          Limit.ADVERTISEMENT_INTERVAL,
          Limit.ADVERTISEMENT_LIFE,
          Limit.REQUEST_LIFE,
          Limit.PHASE_TIMEOUT,
          Limit.BROADCAST_TIMEOUT,
          Limit.RETENTION,
          Limit.SYNC_INTERVAL);

  private static final List<Setting<?>> TABLE = withLimits();

  private final Map<String, Object> values;
  private final Limits limits;

  Settings(Map<String, Object> values) {
    this.values = Map.copyOf(values);
    this.limits = limits(values);
  }

  /** All settings there are, in the order to show them. */
  public static List<Setting<?>> table() {
    return TABLE;
  }

  /** The setting of this name, if there is one. */
  public static Optional<Setting<?>> named(String name) {
    return TABLE.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }

  public static Settings defaults() {
    return SettingsLoader.load(Map.of(), Map.of(), Map.of());
  }

  /**
   * Reads the settings from everywhere. The file is named by {@code config-file} or {@code
   * TUTTI_CONFIG_FILE}, if there is one.
   *
   * @param flags by name, without dashes in front
   * @param environment variables that do not begin with {@code TUTTI_} are not looked at
   * @throws InvalidSettingException for an unknown setting or a value that it cannot have
   */
  public static Settings load(Map<String, String> flags, Map<String, String> environment) {
    return SettingsLoader.load(flags, environment, Map.of());
  }

  /** Reads the settings from everywhere, with defaults of one's own for some of them. */
  public static Settings load(
      Map<String, String> flags, Map<String, String> environment, Map<String, String> defaults) {
    return SettingsLoader.load(flags, environment, defaults);
  }

  /** The value in force. */
  @SuppressWarnings("unchecked") // each value was read by the kind of its own setting
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting.name());
    if (value == null) {
      throw new IllegalArgumentException("no setting of the table: " + setting.name());
    }
    return (T) value;
  }

  /** The limits of the contract that are in force. */
  public Limits limits() {
    return limits;
  }

  /** The host of the event bus: its own setting, or the one of the cluster. */
  public String eventBusHost() {
    String host = get(EVENT_BUS_HOST);
    return host.equals(EVENT_BUS_HOST.defaultText()) ? clusterHost() : host;
  }

  /** The address of this member, also where it has to be looked up. */
  public String clusterHost() {
    String host = get(CLUSTER_HOST);
    try {
      return host.equals(OWN_HOST) ? InetAddress.getLocalHost().getHostAddress() : host;
    } catch (UnknownHostException e) {
      throw new InvalidSettingException(
          CLUSTER_HOST.name(), OWN_HOST, "this machine's own name has no address");
    }
  }

  /** These settings with one changed, written as a flag would be. */
  public Settings with(Setting<?> setting, String text) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.put(setting.name(), setting.read(text, "given"));
    return new Settings(changed);
  }

  /** These settings with one limit changed, written as a flag would be. */
  public Settings with(Limit limit, String text) {
    return with(setting(limit), text);
  }

  private static Setting<Duration> duration(String name, String value, String description) {
    Kind<Duration> kind = Kind.duration(Duration.ofMillis(1), Duration.ofHours(1));
    return new Setting<>(name, value, kind, description);
  }

  private static Setting<Long> setting(Limit limit) {
    Kind<Long> kind =
        TIMES.contains(limit)
            ? Kind.millis(limit.min(), limit.max())
            : Kind.number(limit.min(), limit.max());
    String text =
        TIMES.contains(limit)
            ? Kind.time(limit.defaultValue())
            : String.valueOf(limit.defaultValue());
    return new Setting<>(limit.key(), text, kind, limit.description());
  }

  private static List<Setting<?>> withLimits() {
    List<Setting<?>> all = new ArrayList<>();
    all.addAll(
        List.of(CLUSTER_NAME, CLUSTER_HOST, CLUSTER_PORT, CLUSTER_MEMBERS, CLUSTER_SIZE, ROLE));
    all.addAll(
        List.of(BACKUPS, HEARTBEAT_TIMEOUT, JOIN_TIMEOUT, LEAVE_TIMEOUT, DRAIN_TIME, NOTICE_TIME));
    all.addAll(List.of(MANAGEMENT_HOST, MANAGEMENT_PORT));
    all.addAll(WatchSettings.all());
    all.addAll(List.of(EVENT_BUS_HOST, EVENT_BUS_PORT, SEND_TIMEOUT, REQUEST_TIMEOUT));
    all.addAll(List.of(REQUESTS_IN_FLIGHT, SWEEP_INTERVAL));
    all.addAll(List.of(CRYPTO_ENGINE, CRYPTO_THREADS, CRYPTO_QUEUE));
    all.addAll(EdgeSettings.all());
    all.addAll(List.of(DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD));
    all.addAll(List.of(DATABASE_CONNECTIONS, DATABASE_TIMEOUT));
    Arrays.stream(Limit.values()).map(Settings::setting).forEach(all::add);
    return List.copyOf(all);
  }

  private static Limits limits(Map<String, Object> values) {
    Limits limits = Limits.defaults();
    for (Limit limit : Limit.values()) {
      Object value = values.get(limit.key());
      limits = value instanceof Long chosen ? limits.with(limit, chosen) : limits;
    }
    return limits;
  }
}
