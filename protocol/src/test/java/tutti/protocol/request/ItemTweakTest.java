package tutti.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.example.Story;
import tutti.protocol.json.Wire;

class ItemTweakTest {
  private static final String BELOW_ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd03641";

  @Test
  void isAtMostOneLessThanTheGroupOrder() {
    var request = Wire.read(withTweak(BELOW_ORDER + "40"), SigningRequest.class);

    assertThat(request.items().get(1).tweakList().get(1).bytes().hex()).startsWith(BELOW_ORDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BELOW_ORDER + "41",
        BELOW_ORDER + "42",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesTheGroupOrderAndMore(String tweak) {
    assertThatThrownBy(() -> Wire.read(withTweak(tweak), SigningRequest.class))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo("items[1].tweaks[1].tweak");
            });
  }

  /** The request of the examples with another last tweak. */
  private static ObjectNode withTweak(String tweak) {
    ObjectNode request = Wire.tree(Story.told().request);
    ((ObjectNode) request.at("/items/1/tweaks/1")).put("tweak", tweak);
    return request;
  }
}
