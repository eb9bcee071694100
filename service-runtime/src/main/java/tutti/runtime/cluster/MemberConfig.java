package tutti.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.KubernetesConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tutti.runtime.config.KubernetesService;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Copies;
import tutti.runtime.state.Durability;
import tutti.runtime.state.StateSerialization;

/** The settings as Hazelcast's configuration of a member. */
final class MemberConfig {
  private static final String QUORUM = "tutti-quorum";

  /** Where Vert.x looks for its own name of a member that it did not start itself. */
  private static final String NODE_ID = "__vertx.nodeId";

  private MemberConfig() {}

  static Config of(Settings settings, @Nullable Durability durability) {
    Config config = new Config();
    config.setClusterName(settings.get(Settings.CLUSTER_NAME));
    config.setLiteMember(settings.get(Settings.ROLE) == Role.LITE);
    config
        .getMemberAttributeConfig()
        .setAttribute(NODE_ID, UUID.randomUUID().toString())
        .setAttribute(Repertoire.ATTRIBUTE, Repertoire.own());
    config.setNetworkConfig(network(settings));
    addProperties(config, settings);
    int size = settings.get(Settings.CLUSTER_SIZE);
    if (size > 1) {
      config.addSplitBrainProtectionConfig(
          new SplitBrainProtectionConfig(QUORUM, true, quorum(size)));
    }
    StateSerialization.addTo(config, map -> common(map, settings));
    Copies.addTo(config);
    if (durability != null) {
      durability.addTo(config, settings.get(Settings.DATABASE_CONNECTIONS));
    }
    return config;
  }

  /** More than half of the data members that there are when all are there. */
  static int quorum(int size) {
    return size / 2 + 1;
  }

  private static MapConfig common(MapConfig map, Settings settings) {
    map.setBackupCount(settings.get(Settings.BACKUPS));
    if (settings.get(Settings.CLUSTER_SIZE) > 1) {
      map.setSplitBrainProtectionName(QUORUM);
    }
    return map;
  }

  private static NetworkConfig network(Settings settings) {
    String host = settings.clusterHost();
    NetworkConfig network = new NetworkConfig();
    network.setPort(settings.get(Settings.CLUSTER_PORT));
    network.setPortAutoIncrement(mayTakeTheNextPort(settings));
    network.setPublicAddress(host);
    network.getInterfaces().setEnabled(true).addInterface(host);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    List<String> members = settings.get(Settings.CLUSTER_MEMBERS);
    Optional<KubernetesService> service = KubernetesService.of(members);
    service.ifPresent(pods -> join.setKubernetesConfig(kubernetes(pods, settings)));
    join.setTcpIpConfig(
        members(settings)
            .setEnabled(service.isEmpty() && !members.equals(Settings.NO_MEMBERS))
            // By default members that start together look five seconds for one that has started.
            .setConnectionTimeoutSeconds(2));
    return network;
  }

  /** Asks for the pods of the Service and nothing else, as the account of a pod allows it. */
  private static KubernetesConfig kubernetes(KubernetesService service, Settings settings) {
    KubernetesConfig kubernetes = new KubernetesConfig().setEnabled(true);
    kubernetes
        .setProperty("namespace", service.namespace())
        .setProperty("service-name", service.name())
        .setProperty("service-port", String.valueOf(settings.get(Settings.CLUSTER_PORT)))
        .setProperty("expose-externally", "false");
    return kubernetes;
  }

  /**
   * Behind a name others look for a data member at that port alone: at the next one it would be
   * there, and nobody would find it. Those who share a machine find each other by its address.
   */
  private static boolean mayTakeTheNextPort(Settings settings) {
    boolean named =
        members(settings).areNamed()
            || KubernetesService.of(settings.get(Settings.CLUSTER_MEMBERS)).isPresent();
    return settings.get(Settings.ROLE) == Role.LITE || !named;
  }

  /** Where this member looks for others, unless it asks Kubernetes. */
  static NamedMembers members(Settings settings) {
    List<String> members = settings.get(Settings.CLUSTER_MEMBERS);
    boolean hosts = !members.equals(Settings.NO_MEMBERS) && KubernetesService.of(members).isEmpty();
    return new NamedMembers(
        hosts ? members : List.of(),
        settings.get(Settings.CLUSTER_PORT),
        InetAddress::getAllByName);
  }

  private static void addProperties(Config config, Settings settings) {
    set(config, "hazelcast.logging.type", "slf4j");
    set(config, "hazelcast.phone.home.enabled", "false");
    set(config, "hazelcast.shutdownhook.enabled", "false");
    set(config, "hazelcast.socket.bind.any", "false");
    // By default five seconds for those who start at the same time.
    set(config, "hazelcast.wait.seconds.before.join", "1");
    // Of a host that is named alone: of its members the first may have gone.
    set(config, "hazelcast.tcp.join.port.try.count", "10");
    // An answer means that the backup is written; otherwise it is a failure, to be repeated.
    set(config, "hazelcast.operation.fail.on.indeterminate.state", "true");
    // By default five seconds for a backup that has just died; nobody waits here for that long.
    set(
        config,
        "hazelcast.operation.backup.timeout.millis",
        String.valueOf(settings.get(Settings.SEND_TIMEOUT).toMillis()));
    // By default a minute for any operation; whoever asked has given up by then.
    set(
        config,
        "hazelcast.operation.call.timeout.millis",
        String.valueOf(settings.get(Settings.REQUEST_TIMEOUT).toMillis()));
    // By default ten seconds, four times, for a host that is gone with its member: longer than
    // silence is put up with, so that whatever the member led would stand still until then.
    set(config, "hazelcast.socket.connect.timeout.seconds", "1");
    set(config, "hazelcast.heartbeat.interval.seconds", "1");
    set(
        config,
        "hazelcast.max.no.heartbeat.seconds",
        seconds(settings.get(Settings.HEARTBEAT_TIMEOUT)));
    set(
        config,
        "hazelcast.graceful.shutdown.max.wait",
        seconds(settings.get(Settings.LEAVE_TIMEOUT)));
    // By default a healed split waits five minutes before it is looked for.
    set(config, "hazelcast.merge.first.run.delay.seconds", "10");
    set(config, "hazelcast.merge.next.run.delay.seconds", "5");
  }

  private static String seconds(Duration time) {
    return String.valueOf(Math.max(1, time.toSeconds()));
  }

  private static void set(Config config, String property, String value) {
    config.setProperty(property, value);
  }
}
