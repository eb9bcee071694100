package tutti.cli.terminal;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.ArrayList;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import tutti.runtime.config.LogFormat;

/** How much is logged; where, and what is always too much, is in {@code logback.xml}. */
public final class Logs {
  private static final List<String> CLUSTER = List.of("com.hazelcast", "io.vertx.spi.cluster");

  private static final List<String> BUS =
      List.of(
          "io.vertx.core.eventbus.impl.clustered",
          "io.vertx.core.net.impl",
          "io.vertx.core.http.impl");

  /** Lines that wait to be written, at most; of a few hundred bytes each. */
  private static final int WAITING = 8_192;

  private Logs() {}

  /** Shows what concerns whoever looks after a member of the cluster. */
  static void ofMember() {
    CLUSTER.forEach(name -> level(name, Level.WARN));
  }

  /** Does not show that members or signers are not there, where that is what is wanted. */
  public static void expectLosses() {
    BUS.forEach(name -> level(name, Level.OFF));
    level("tutti.agent.PolicyDesk", Level.ERROR);
    level("tutti.runtime.cluster.Insistence", Level.ERROR);
  }

  static void verbose() {
    CLUSTER.forEach(name -> level(name, Level.INFO));
    level(Logger.ROOT_LOGGER_NAME, Level.INFO);
  }

  /**
   * Writes what is logged from now on in this format, on a thread of its own: an event loop never
   * waits for whoever reads the log. What has no place in its queue any more is not written.
   */
  public static void ofService(LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      ofService(context, format);
    }
  }

  static void ofService(LoggerContext context, LogFormat format) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(appenders::add);
    for (Appender<ILoggingEvent> appender : appenders) {
      if (format == LogFormat.JSON) {
        inJson(context, appender);
      }
      if (appender instanceof OutputStreamAppender) {
        root.detachAppender(appender);
        root.addAppender(aside(context, appender));
      }
    }
  }

  /** Writes what still waits to be written; nothing is logged after it. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  private static AsyncAppender aside(LoggerContext context, Appender<ILoggingEvent> appender) {
    AsyncAppender aside = new AsyncAppender();
    aside.setContext(context);
    aside.setName("aside");
    aside.setQueueSize(WAITING);
    aside.setDiscardingThreshold(0);
    aside.setNeverBlock(true);
    aside.addAppender(appender);
    aside.start();
    return aside;
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
