package tutti.protocol.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

/** Everything that the contract names, found by reflection, so that nothing is forgotten. */
final class Catalogue {
  static final List<Class<?>> APIS =
      List.of(
          DiscoveryApi.class,
          RequestApi.class,
          SessionApi.class,
          CryptoApi.class,
          GatewayApi.class);

  private Catalogue() {}

  static List<Message> messages() {
    List<Message> all = new ArrayList<>();
    signedOperations().forEach(operation -> add(all, operation));
    plainOperations().forEach(operation -> add(all, operation));
    for (EventType type : EventType.values()) {
      all.add(Message.of("event." + type.wireName(), true, Catalogue::event));
    }
    all.add(Message.of("failure", true, json -> lenient(json, Failure.class)));
    all.add(
        new Message(
            "session.status.failed.reply",
            "session.status.reply",
            true,
            json -> lenient(json, SessionApi.STATUS.reply())));
    Stream.of("equivocation", "commitment-mismatch", "invalid-partial-signature")
        .forEach(
            kind ->
                all.add(
                    new Message(
                        "evidence." + kind,
                        "evidence",
                        true,
                        json -> lenient(json, Evidence.class))));
    return all;
  }

  static List<SignedOperation<?, ?>> signedOperations() {
    return entries()
        .filter(SignedOperation.class::isInstance)
        .<SignedOperation<?, ?>>map(entry -> (SignedOperation<?, ?>) entry)
        .toList();
  }

  static List<Operation<?, ?>> plainOperations() {
    return entries()
        .filter(Operation.class::isInstance)
        .<Operation<?, ?>>map(entry -> (Operation<?, ?>) entry)
        .toList();
  }

  static Stream<Object> entries() {
    return APIS.stream().flatMap(api -> Arrays.stream(api.getFields())).map(Catalogue::value);
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(List<Message> all, SignedOperation<?, ?> operation) {
    all.add(
        Message.of(
            operation.type() + ".request",
            false,
            json -> {
              Envelope envelope = Wire.read(json, Envelope.class);
              ObjectNode written = Wire.tree(envelope);
              written.set("body", Wire.tree(operation.bodyOf(envelope)));
              return written;
            }));
    all.add(
        Message.of(operation.type() + ".reply", true, json -> lenient(json, operation.reply())));
  }

  private static void add(List<Message> all, Operation<?, ?> operation) {
    String name = operation.address().substring("tutti.".length());
    all.add(
        Message.of(
            name + ".request", false, json -> Wire.tree(Wire.read(json, operation.request()))));
    all.add(Message.of(name + ".reply", true, json -> lenient(json, operation.reply())));
  }

  private static ObjectNode event(ObjectNode json) {
    Event event = Wire.readLenient(json, Event.class);
    ObjectNode written = Wire.tree(event);
    written.set("data", Wire.tree(event.typed().orElseThrow(Catalogue::anotherEvent)));
    return written;
  }

  /** A receiver ignores an event that it does not know; here it would be another message. */
  private static Refusal anotherEvent() {
    return Refusal.ofField(ErrorCode.MALFORMED, "type", "is another event");
  }

  private static ObjectNode lenient(ObjectNode json, Class<?> type) {
    return Wire.tree(Wire.readLenient(json, type));
  }
}
