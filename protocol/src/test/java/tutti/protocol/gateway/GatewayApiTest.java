package tutti.protocol.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;

class GatewayApiTest {
  /** What services say to one another, or what costs much and anyone can compute alone. */
  private static final List<String> INSIDE =
      List.of(
          "tutti.discovery.record-outcome",
          "tutti.request.end",
          "tutti.session.open",
          "tutti.crypto.check-envelope",
          "tutti.crypto.aggregate-nonces",
          "tutti.crypto.aggregate-signatures",
          "tutti.crypto.aggregate-keys");

  @Test
  void everyOperationIsEitherLetInOrKeptInside() {
    List<String> all =
        Stream.of(DiscoveryApi.class, RequestApi.class, SessionApi.class, CryptoApi.class)
            .flatMap(api -> Arrays.stream(api.getFields()))
            .map(GatewayApiTest::address)
            .toList();
    List<String> letIn = GatewayApi.letIn().stream().map(Operation::address).toList();

    assertThat(letIn).doesNotContainAnyElementsOf(INSIDE).doesNotHaveDuplicates();
    assertThat(Stream.concat(letIn.stream(), INSIDE.stream()))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aTokenIsNotWrittenIntoALog() {
    assertThat(new LoginToken("opensInboxes", 1)).hasToString("LoginToken[expiresAt=1]");
  }

  private static String address(Field field) {
    try {
      return field.get(null) instanceof SignedOperation<?, ?> signed
          ? signed.operation().address()
          : ((Operation<?, ?>) field.get(null)).address();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
