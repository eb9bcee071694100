package tutti.runtime.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;

/**
 * Sends a collector what it needs to show the way of a request over the bus: who asked whom, when
 * and for how long. A thread of its own sends; what has no place in its queue any more, or finds no
 * collector, is left out.
 */
public final class Tracing implements AutoCloseable {
  /** How long {@link #close} waits for a collector. */
  public static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final String PATH = "/v1/traces";
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final SdkTracerProvider spans;
  private final OpenTelemetry telemetry;

  private Tracing(SdkTracerProvider spans) {
    this.spans = spans;
    telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(spans)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
  }

  /** With the collector of the settings; empty if there is none. */
  public static Optional<Tracing> of(Settings settings) {
    String endpoint = settings.get(WatchSettings.OTLP_ENDPOINT);
    if (endpoint.equals(WatchSettings.NONE)) {
      return Optional.empty();
    }
    OtlpHttpSpanExporter collector =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint + PATH).setTimeout(PATIENCE).build();
    double share = settings.get(WatchSettings.TRACE_PERCENT) / 100.0;
    return Optional.of(
        new Tracing(
            SdkTracerProvider.builder()
                .setResource(resource(settings.get(WatchSettings.OTLP_SERVICE_NAME)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(
                    BatchSpanProcessor.builder(collector).setScheduleDelay(TOGETHER).build())
                .build()));
  }

  /** What makes the spans of HTTP and of the bus. */
  public VertxTracerFactory factory() {
    return new OpenTelemetryTracingFactory(telemetry);
  }

  /** Sends what is left; gives up after a few seconds. */
  @Override
  public void close() {
    spans.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Resource resource(String service) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    service,
                    AttributeKey.stringKey("service.namespace"),
                    "tutti",
                    AttributeKey.stringKey("service.instance.id"),
                    UUID.randomUUID().toString())));
  }
}
