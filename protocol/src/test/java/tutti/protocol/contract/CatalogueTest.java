package tutti.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.ElectionMethod;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.EventData;
import tutti.protocol.event.EventType;
import tutti.protocol.json.Wire;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestState;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionPhase;

/** The closed lists of the contract: names are unique, schemas know all of them. */
class CatalogueTest {
  static Stream<Arguments> enums() {
    return Stream.of(
        Arguments.of("errorCode", ErrorCode.values()),
        Arguments.of("requestState", RequestState.values()),
        Arguments.of("sessionPhase", SessionPhase.values()),
        Arguments.of("broadcastState", BroadcastState.values()),
        Arguments.of("keyOrder", KeyOrder.values()),
        Arguments.of("electionMethod", ElectionMethod.values()),
        Arguments.of("contributionKind", ContributionKind.values()));
  }

  @ParameterizedTest
  @MethodSource("enums")
  void theSchemaListsTheNamesThatJavaKnows(String definition, Object[] values) throws IOException {
    List<String> names =
        Arrays.stream(values).map(value -> Wire.mapper().valueToTree(value).asText()).toList();
    List<String> listed = new ArrayList<>();
    common().at("/$defs/" + definition + "/enum").forEach(name -> listed.add(name.asText()));

    assertThat(listed).containsExactlyElementsOf(names);
  }

  @Test
  void everyEntryOfACatalogueIsAnOperation() {
    assertThat(Catalogue.entries())
        .isNotEmpty()
        .allMatch(entry -> entry instanceof Operation || entry instanceof SignedOperation);
  }

  @Test
  void noTwoOperationsShareAnAddress() {
    List<String> addresses =
        Stream.concat(
                Catalogue.plainOperations().stream().map(Operation::address),
                Catalogue.signedOperations().stream()
                    .map(operation -> operation.operation().address()))
            .toList();

    assertThat(addresses)
        .hasSize((int) Catalogue.entries().count())
        .doesNotHaveDuplicates()
        .allMatch(address -> address.matches("tutti\\.[a-z]+\\.[a-z-]+"));
  }

  @Test
  void everyEventHasANameOfItsOwn() {
    assertThat(EventType.values())
        .extracting(EventType::wireName)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+\\.[a-z-]+"));
    assertThat(EventType.values())
        .allMatch(type -> EventType.named(type.wireName()).orElseThrow() == type);
  }

  @Test
  void everyKindOfEventDataHasAType() {
    List<String> typed =
        Arrays.stream(EventType.values()).map(type -> type.data().getName()).toList();
    List<String> permitted =
        Arrays.stream(EventData.class.getPermittedSubclasses()).map(Class::getName).toList();

    assertThat(typed).containsExactlyInAnyOrderElementsOf(permitted);
  }

  @Test
  void doesNotKnowAnEventOfANewerService() {
    assertThat(EventType.named("session.sung")).isEmpty();
  }

  private static JsonNode common() throws IOException {
    try (InputStream in = CatalogueTest.class.getResourceAsStream("/tutti/schema/common.json")) {
      return Wire.mapper().readTree(Objects.requireNonNull(in));
    }
  }
}
