package tutti.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** How much is logged; where, and what is always too much, is in {@code logback.xml}. */
public final class Logs {
  private static final List<String> CLUSTER = List.of("com.hazelcast", "io.vertx.spi.cluster");

  private static final List<String> BUS =
      List.of("io.vertx.core.eventbus.impl.clustered", "io.vertx.core.net.impl");

  private Logs() {}

  /** Shows what concerns whoever looks after a member of the cluster. */
  static void ofMember() {
    CLUSTER.forEach(name -> level(name, Level.WARN));
  }

  /** Does not show that members of the cluster are not there, where that is what is wanted. */
  public static void expectLosses() {
    BUS.forEach(name -> level(name, Level.OFF));
  }

  static void verbose() {
    CLUSTER.forEach(name -> level(name, Level.INFO));
    level(Logger.ROOT_LOGGER_NAME, Level.INFO);
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
