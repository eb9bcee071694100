package tutti.cli.serve;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tutti.crypto.CryptoVerticle;
import tutti.discovery.DiscoveryVerticle;
import tutti.gateway.GatewayVerticle;
import tutti.request.RequestVerticle;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Role;
import tutti.session.SessionVerticle;

/** The services that a process can run. */
public enum Service {
  DISCOVERY,
  REQUEST,
  SESSION,
  CRYPTO,
  GATEWAY;

  /** What a cluster needs that lets nobody in from outside. */
  public static final Set<Service> INNER =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(GATEWAY)));

  /** What runs all of them. */
  public static final String ALL = "all";

  /** The name on the command line: {@code session}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The service of this name, or all; empty if there is none of it. */
  public static Set<Service> named(String name) {
    Set<Service> named = EnumSet.allOf(Service.class);
    named.removeIf(service -> !name.equals(ALL) && !name.equals(service.label()));
    return named;
  }

  /** The role that fits best: whoever runs sessions holds the documents, the others only work. */
  public static Role roleOf(Set<Service> services) {
    return services.contains(SESSION) ? Role.DATA : Role.LITE;
  }

  /** Starts services on a member, the ones that others need first. */
  public static Future<TuttiNode> deploy(TuttiNode node, Set<Service> services) {
    Future<Void> deployed = Future.succeededFuture();
    for (Service service : List.of(CRYPTO, SESSION, REQUEST, DISCOVERY, GATEWAY)) {
      if (services.contains(service)) {
        deployed = deployed.compose(done -> node.deploy(service::verticle));
      }
    }
    return deployed.map(node);
  }

  private Deployable verticle(ServiceContext context) {
    return switch (this) {
      case DISCOVERY -> new DiscoveryVerticle(context);
      case REQUEST -> new RequestVerticle(context);
      case SESSION -> new SessionVerticle(context);
      case CRYPTO -> new CryptoVerticle(context);
      case GATEWAY -> new GatewayVerticle(context);
    };
  }
}
