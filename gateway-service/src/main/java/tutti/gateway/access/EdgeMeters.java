package tutti.gateway.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import tutti.protocol.ErrorCode;

/** Counts whom a gateway serves, and whom it does not. */
public final class EdgeMeters {
  private final MeterRegistry registry;
  private final Map<ErrorCode, Counter> overHttp = new ConcurrentHashMap<>();
  private final Map<ErrorCode, Counter> overBridge = new ConcurrentHashMap<>();
  private final Map<ErrorCode, Counter> strikes = new ConcurrentHashMap<>();
  private final Counter turnedAway;
  private final Counter pauses;

  public EdgeMeters(MeterRegistry registry) {
    this.registry = registry;
    turnedAway =
        Counter.builder("tutti.gateway.connections.refused")
            .description("Connections that were closed at once: too many, or of who is banned.")
            .register(registry);
    pauses =
        Counter.builder("tutti.gateway.pauses")
            .description("Times that a client of the bridge was read later because of its rate.")
            .register(registry);
  }

  /** Shows how many there are of each. */
  public void show(IntSupplier connections, IntSupplier clients, IntSupplier banned) {
    gauge("connections", "Connections that are open.", connections);
    gauge("clients", "Clients of the event-bus bridge.", clients);
    gauge("banned", "Addresses and keys that are banned now.", banned);
  }

  /** A request over HTTP was refused. */
  public void refusedOverHttp(ErrorCode code) {
    overHttp.computeIfAbsent(code, why -> refusals("http", why)).increment();
  }

  /** A frame was refused. */
  public void refusedOverBridge(ErrorCode code) {
    overBridge.computeIfAbsent(code, why -> refusals("bridge", why)).increment();
  }

  /** Something is held against somebody. */
  public void struck(ErrorCode code) {
    strikes.computeIfAbsent(code, this::strikesOf).increment();
  }

  /** A connection was closed as soon as it was there. */
  public void turnedAway() {
    turnedAway.increment();
  }

  /** A client sends too much, and is read later. */
  public void paused() {
    pauses.increment();
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder("tutti.gateway." + name, value::getAsInt)
        .description(description)
        .register(registry);
  }

  private Counter refusals(String door, ErrorCode code) {
    return Counter.builder("tutti.gateway.refusals")
        .description("What was refused at the gateway, by code; RATE_LIMITED and BANNED among it.")
        .tag("door", door)
        .tag("code", code.name())
        .register(registry);
  }

  private Counter strikesOf(ErrorCode code) {
    return Counter.builder("tutti.gateway.strikes")
        .description("What was held against an address or a key, and leads to a ban.")
        .tag("code", code.name())
        .register(registry);
  }
}
