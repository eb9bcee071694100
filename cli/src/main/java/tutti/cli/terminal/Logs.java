package tutti.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import tutti.runtime.config.LogFormat;

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

  /** Writes what is logged from now on in another format. */
  public static void format(LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      format(context, format);
    }
  }

  static void format(LoggerContext context, LogFormat format) {
    if (format == LogFormat.JSON) {
      Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      root.iteratorForAppenders().forEachRemaining(appender -> inJson(context, appender));
    }
  }

  private static void inJson(LoggerContext context, Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      LogstashEncoder json = new LogstashEncoder();
      json.setContext(context);
      json.setIncludeMdc(false);
      json.start();
      stream.setEncoder(json);
    }
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
