package tutti.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import tutti.protocol.ErrorCode;
import tutti.runtime.bus.Served;
import tutti.runtime.bus.Witness;

/** Counts what passes over the bus, by operation and by what came of it. */
public final class BusMeters implements Witness {
  private static final String OPERATION = "operation";
  private static final String CODE = "code";

  /** There from the start, at zero: of what appears as one, Prometheus sees no increase. */
  private static final List<String> EXPECTED =
      Stream.of(ErrorCode.INTERNAL, ErrorCode.NO_QUORUM, ErrorCode.OVERLOADED)
          .map(ErrorCode::name)
          .toList();

  /** From what is served from memory to what nobody waits for any more. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final Map<String, Map<ErrorCode, Counter>> retries = new ConcurrentHashMap<>();
  private final Counter heard;
  private final Counter unheard;

  public BusMeters(MeterRegistry registry) {
    this.registry = registry;
    heard = deliveries("told");
    unheard = deliveries("unreachable");
  }

  @Override
  public void served(Served served) {
    Operation operation = operations.get(served.address());
    if (operation == null) {
      operation = operations.computeIfAbsent(served.address(), Operation::new);
    }
    operation.duration.record(served.nanos(), TimeUnit.NANOSECONDS);
    operation.counter(served.code()).increment();
  }

  @Override
  public void retried(String address, ErrorCode why) {
    retries
        .computeIfAbsent(address, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(why, code -> retriesOf(address, code))
        .increment();
  }

  @Override
  public void delivered(int inboxes, int nobodyThere) {
    heard.increment((double) inboxes - nobodyThere);
    unheard.increment(nobodyThere);
  }

  @Override
  public void bounded(String address, IntSupplier underWay, IntSupplier limit) {
    String operation = Served.operation(address);
    Gauge.builder("tutti.requests.in.flight", underWay::getAsInt)
        .description("Requests that are being served.")
        .tag(OPERATION, operation)
        .register(registry);
    Gauge.builder("tutti.requests.in.flight.limit", limit::getAsInt)
        .description("Requests that may be served at a time; fewer while answers are late.")
        .tag(OPERATION, operation)
        .register(registry);
  }

  private Counter deliveries(String outcome) {
    return Counter.builder("tutti.inbox.deliveries")
        .description("Events sent to the inboxes of signers.")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter retriesOf(String address, ErrorCode code) {
    return Counter.builder("tutti.bus.retries")
        .description("Requests of this process that were asked again, by why.")
        .tag(OPERATION, Served.operation(address))
        .tag(CODE, code.name())
        .register(registry);
  }

  /** The instruments of one operation; made when it is first asked for. */
  private final class Operation {
    private final String name;
    private final Timer duration;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    private Operation(String address) {
      name = Served.operation(address);
      duration =
          Timer.builder("tutti.operation.duration")
              .description("How long it took to answer or refuse a request.")
              .tag(OPERATION, name)
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
      EXPECTED.forEach(this::counter);
    }

    private Counter counter(String code) {
      Counter known = counters.get(code);
      return known != null ? known : counters.computeIfAbsent(code, this::create);
    }

    private Counter create(String code) {
      return Counter.builder("tutti.operations")
          .description("Requests that were answered (OK) or refused, by code.")
          .tag(OPERATION, name)
          .tag(CODE, code)
          .register(registry);
    }
  }
}
