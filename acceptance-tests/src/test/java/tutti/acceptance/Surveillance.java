package tutti.acceptance;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import tutti.musig2.Bytes;

/** Takes down everything that leaves a signer: bus, maps, logs, and what the test adds. */
final class Surveillance implements AutoCloseable {
  /** Something that was seen. */
  record Seen(String where, Bytes bytes) {}

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final LocalCluster cluster;
  private final Handler<DeliveryContext<Object>> outbound = delivery -> frame("sent", delivery);
  private final Handler<DeliveryContext<Object>> inbound = delivery -> frame("received", delivery);
  private final Appender<ILoggingEvent> logs = new LogRecorder();

  Surveillance(LocalCluster cluster) {
    this.cluster = cluster;
    cluster.vertx().eventBus().addOutboundInterceptor(outbound);
    cluster.vertx().eventBus().addInboundInterceptor(inbound);
    Stream.of("sessions", "signing-requests", "request-index", "signer-advertisements")
        .forEach(this::watch);
    watch("signer-records");
    listenToLogs();
  }

  void note(String where, Object thing) {
    seen.add(new Seen(where, Bytes.of(String.valueOf(thing).getBytes(StandardCharsets.UTF_8))));
  }

  /** An exception with everything that it says and where. */
  void note(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    note("exception", text);
  }

  /** Takes down what is in all maps now. */
  void copyMaps() {
    maps(cluster.context().hazelcast()).forEach(map -> map.forEach(this::entry));
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  long count(String where) {
    return seen.stream().filter(one -> one.where().startsWith(where)).count();
  }

  static Stream<IMap<Object, Object>> maps(HazelcastInstance hazelcast) {
    return hazelcast.getDistributedObjects().stream()
        .filter(IMap.class::isInstance)
        .map(object -> hazelcast.getMap(object.getName()));
  }

  private void frame(String direction, DeliveryContext<Object> delivery) {
    var message = delivery.message();
    note(direction + " " + message.address(), delivery.body() + " " + message.headers());
    delivery.next();
  }

  private void watch(String map) {
    IMap<Object, Object> watched = cluster.context().hazelcast().getMap(map);
    watched.addEntryListener(
        (EntryAddedListener<Object, Object>) event -> entry(event.getKey(), event.getValue()),
        true);
    watched.addEntryListener(
        (EntryUpdatedListener<Object, Object>) event -> entry(event.getKey(), event.getValue()),
        true);
    watched.addEntryListener(
        (EntryRemovedListener<Object, Object>) event -> entry(event.getKey(), event.getOldValue()),
        true);
  }

  private void entry(Object key, Object value) {
    var serialization =
        ((HazelcastInstanceProxy) cluster.context().hazelcast())
            .getOriginal()
            .getSerializationService();
    seen.add(new Seen("entry", Bytes.of(serialization.toBytes(value))));
    note("entry", key + " " + value);
  }

  private void listenToLogs() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      ThresholdFilter quiet = new ThresholdFilter();
      quiet.setLevel("ERROR");
      quiet.start();
      all.next().addFilter(quiet);
    }
    root.setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger("tutti")).setLevel(Level.TRACE);
    logs.setContext(root.getLoggerContext());
    logs.start();
    root.addAppender(logs);
  }

  @Override
  public void close() {
    cluster.vertx().eventBus().removeOutboundInterceptor(outbound);
    cluster.vertx().eventBus().removeInboundInterceptor(inbound);
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender(logs);
    root.setLevel(Level.WARN);
    ((Logger) LoggerFactory.getLogger("tutti")).setLevel(null);
    root.iteratorForAppenders().forEachRemaining(Appender::clearAllFilters);
  }

  private final class LogRecorder extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
      note(
          "log " + event.getLoggerName(),
          event.getFormattedMessage()
              + Arrays.toString(event.getArgumentArray())
              + event.getKeyValuePairs()
              + trace);
    }
  }
}
