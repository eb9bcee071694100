package tutti.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.example.ExampleFiles;

/** Example, schema and Java agree on every message, and on every change of it. */
class ContractTest {
  /**
   * What Java refuses and a schema cannot say: a relation between two fields, or a bound of a
   * number in hex.
   */
  private static final Set<String> RELATIONS =
      Set.of(
          "is below minAmount",
          "is not among the keys",
          "is not below the group order",
          "must have one entry per item for every signer",
          "one for every key",
          "one for every item");

  static Stream<Message> messages() {
    return Catalogue.messages().stream();
  }

  static Stream<Message> requests() {
    return messages().filter(message -> !message.open());
  }

  static Stream<Message> repliesAndEvents() {
    return messages().filter(Message::open);
  }

  @Test
  void everyExampleIsOfAMessageAndTheOtherWayRound() {
    Set<String> named =
        messages().map(Message::name).collect(Collectors.toCollection(TreeSet::new));

    assertThat(ExampleFiles.all().keySet()).containsExactlyElementsOf(named);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theExampleSatisfiesItsSchema(Message message) {
    assertThat(message.schema().validate(message.example())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void javaReadsTheExampleAndWritesItBackUnchanged(Message message) {
    ObjectNode example = message.example();

    assertThat(message.rewritten(example)).isEqualTo(example);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void refusesAnUnknownFieldInARequest(Message message) {
    ObjectNode extended = message.example().put("surprise", 1);

    assertThatThrownBy(() -> message.rewritten(extended))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo("surprise");
            });
  }

  @ParameterizedTest
  @MethodSource("repliesAndEvents")
  void ignoresAnUnknownFieldInAReplyOrEvent(Message message) {
    ObjectNode extended = message.example().put("surprise", 1);

    assertThat(message.rewritten(extended)).isEqualTo(message.example());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theSchemaAndJavaAgreeOnEveryChange(Message message) {
    JsonSchema schema = message.schema();
    List<Mutations.Mutation> mutations = Mutations.of(message.example());
    List<String> disagreements = new ArrayList<>();
    for (Mutations.Mutation mutation : mutations) {
      Refusal refusal = refusal(message, mutation.message());
      String what = "%s: %s -> %s".formatted(mutation.path(), mutation.change(), said(refusal));
      if (schema.validate(mutation.message()).isEmpty() != (refusal == null)
          && !isRelation(refusal)) {
        disagreements.add("schema differs, " + what);
      }
      if (refusal != null && !names(refusal, mutation.path())) {
        disagreements.add("names another field, " + what);
      }
      if (refusal != null && refusal.code() != ErrorCode.MALFORMED) {
        disagreements.add("another code, " + what);
      }
    }

    assertThat(mutations).hasSizeGreaterThan(15);
    assertThat(disagreements).isEmpty();
  }

  private static @Nullable Refusal refusal(Message message, ObjectNode mutated) {
    try {
      assertThat(message.rewritten(mutated)).isNotNull();
      return null;
    } catch (Refusal refusal) {
      return refusal;
    }
  }

  private static boolean isRelation(@Nullable Refusal refusal) {
    return refusal != null && RELATIONS.stream().anyMatch(said(refusal)::contains);
  }

  /** The changed field itself, or what is wrong inside it, or the list whose entries it breaks. */
  private static boolean names(Refusal refusal, String path) {
    String field = String.valueOf(refusal.field());
    return field.equals(path)
        || field.startsWith(path + "[")
        || field.startsWith(path + ".")
        || path.startsWith(field + "[")
        || isRelation(refusal);
  }

  private static String said(@Nullable Refusal refusal) {
    return refusal == null
        ? "accepted"
        : "[%s] %s".formatted(refusal.field(), refusal.getMessage());
  }
}
