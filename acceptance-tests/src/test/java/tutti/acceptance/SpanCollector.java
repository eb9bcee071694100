package tutti.acceptance;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** A collector of OpenTelemetry that keeps in memory what it is sent. */
final class SpanCollector implements AutoCloseable {
  /**
   * A part of a trace: something that one service did.
   *
   * @param parent the id of what it is a part of; empty where the trace begins
   */
  record Span(
      String trace,
      String id,
      String parent,
      String service,
      String name,
      Map<String, String> attributes) {}

  private final Vertx vertx = Vertx.vertx();
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final HttpServer server;

  SpanCollector() {
    server =
        LocalCluster.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Everything that was sent, as it was sent. */
  byte[] sent() {
    return sent.toByteArray();
  }

  /** The spans of each trace. */
  Map<String, List<Span>> traces() {
    return spans.stream().collect(Collectors.groupingBy(Span::trace));
  }

  @Override
  public void close() {
    LocalCluster.await(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              boolean known = request.path().equals("/v1/traces");
              if (known) {
                keep(body.getBytes());
              }
              request
                  .response()
                  .setStatusCode(known ? 200 : 404)
                  .putHeader("Content-Type", "application/x-protobuf")
                  .end();
            });
  }

  private void keep(byte[] message) {
    sent.writeBytes(message);
    try {
      for (var process : ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
        String service =
            attributes(process.getResource().getAttributesList()).getOrDefault("service.name", "");
        for (var scope : process.getScopeSpansList()) {
          scope
              .getSpansList()
              .forEach(
                  span ->
                      spans.add(
                          new Span(
                              hex(span.getTraceId()),
                              hex(span.getSpanId()),
                              hex(span.getParentSpanId()),
                              service,
                              span.getName(),
                              attributes(span.getAttributesList()))));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("no spans", e);
    }
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Map<String, String> attributes(List<KeyValue> all) {
    return all.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey, one -> one.getValue().getStringValue(), (one, other) -> other));
  }
}
