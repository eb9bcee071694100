package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;

/** How each message of the contract is read, by name; found by reflection, so that none is left. */
final class Messages {
  /** A message as Java writes it after reading it whole. */
  interface Reader extends UnaryOperator<byte[]> {}

  private static final Map<String, Reader> READERS = new TreeMap<>();

  static {
    Stream.of(
            DiscoveryApi.class,
            RequestApi.class,
            SessionApi.class,
            CryptoApi.class,
            GatewayApi.class)
        .flatMap(api -> Arrays.stream(api.getFields()))
        .forEach(Messages::add);
    for (EventType type : EventType.values()) {
      READERS.put("event." + type.wireName(), Messages::event);
    }
    READERS.put("failure", json -> Wire.write(Wire.readLenient(json, Failure.class)));
    READERS.put("session.status.failed.reply", lenient(SessionApi.STATUS.reply()));
    for (String kind :
        List.of("equivocation", "commitment-mismatch", "invalid-partial-signature")) {
      READERS.put("evidence." + kind, lenient(Evidence.class));
    }
  }

  private static final List<String> NAMES = List.copyOf(READERS.keySet());

  private Messages() {}

  /** The reader of a message; for a name that there is not, any one. */
  static Reader reader(String name) {
    return Objects.requireNonNull(
        READERS.getOrDefault(
            name, READERS.get(NAMES.get(Math.floorMod(name.hashCode(), NAMES.size())))));
  }

  /** The contract's examples. */
  static List<byte[]> examples() {
    return NAMES.stream().map(Messages::example).toList();
  }

  /** The contract's examples, each after a line with its name. */
  static List<byte[]> namedExamples() {
    return NAMES.stream()
        .map(name -> (name + "\n" + new String(example(name), UTF_8)).getBytes(UTF_8))
        .toList();
  }

  private static byte[] example(String name) {
    try (InputStream in = Messages.class.getResourceAsStream("/tutti/examples/" + name + ".json")) {
      byte[] json = Objects.requireNonNull(in, name).readAllBytes();
      return Wire.write(Wire.read(json, ObjectNode.class)); // without the spaces
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Field field) {
    try {
      Object entry = field.get(null);
      if (entry instanceof SignedOperation<?, ?> signed) {
        READERS.put(signed.type() + ".request", json -> envelope(json, signed));
        READERS.put(signed.type() + ".reply", lenient(signed.reply()));
      } else if (entry instanceof Operation<?, ?> operation) {
        String name = operation.address().substring("tutti.".length());
        READERS.put(name + ".request", json -> Wire.write(Wire.read(json, operation.request())));
        READERS.put(name + ".reply", lenient(operation.reply()));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reader lenient(Class<?> type) {
    return json -> Wire.write(Wire.readLenient(json, type));
  }

  private static byte[] envelope(byte[] json, SignedOperation<?, ?> operation) {
    Envelope envelope = Wire.read(json, Envelope.class);
    ObjectNode written = Wire.tree(envelope);
    written.set("body", Wire.tree(operation.bodyOf(envelope)));
    return Wire.write(written);
  }

  private static byte[] event(byte[] json) {
    Event event = Wire.readLenient(json, Event.class);
    ObjectNode written = Wire.tree(event);
    event
        .typed()
        .ifPresentOrElse(
            data -> written.set("data", Wire.tree(data)),
            () -> {
              throw Refusal.of(ErrorCode.MALFORMED, "an event that is not known is ignored");
            });
    return Wire.write(written);
  }
}
