package tutti.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The examples of RFC 8785, sections 3.2.2, 3.2.3 and appendix B. */
class CanonicalJsonTest {
  @Test
  void writesTheExampleOfTheStandard() {
    String given =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;

    assertThat(canonical(given))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void sortsMembersByTheirUtf16CodeUnits() {
    String given =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;

    assertThat(canonical(given).replaceAll("\"[^\"]*\":\"([^\"]*)\"", "$1"))
        .isEqualTo(
            "{Carriage Return,One,Control,Latin Small Letter O With Diaeresis,Euro Sign,"
                + "Emoji: Grinning Face,Hebrew Letter Dalet With Dagesh}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "5e-324, 5e-324",
    "9007199254740992, 9007199254740992",
    "295147905179352830000, 295147905179352830000",
    "9.999999999999997e22, 9.999999999999997e+22",
    "1e21, 1e+21",
    "999999999999999900000, 999999999999999900000",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "333333333.3333332, 333333333.3333332"
  })
  void writesNumbersAsTheStandardDoes(String given, String expected) {
    assertThat(canonical("{\"n\":" + given + "}")).isEqualTo("{\"n\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "{\"a\":\"\\ud800\"}"})
  void refusesWhatHasNoCanonicalForm(String given) {
    assertThatThrownBy(() -> canonical(given))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }

  @Test
  void refusesHalfOfASurrogatePairInATree() {
    var tree = JsonNodeFactory.instance.objectNode().put("a", "\udc00");

    assertThatThrownBy(() -> CanonicalJson.of(tree)).isInstanceOf(Refusal.class);
  }

  @RepeatedTest(100)
  void isTheSameForATreeAsForItsText(RepetitionInfo repetition) {
    ObjectNode tree = new RandomJson(repetition.getCurrentRepetition()).object(3);

    assertThat(CanonicalJson.of(tree)).isEqualTo(CanonicalJson.of(Wire.write(tree)));
  }

  private static String canonical(String json) {
    return new String(CanonicalJson.of(json.getBytes(UTF_8)).toArray(), UTF_8);
  }
}
