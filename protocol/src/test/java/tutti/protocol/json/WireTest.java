package tutti.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.Join;
import tutti.protocol.request.SigningItem;
import tutti.protocol.session.EventsQuery;

class WireTest {
  private static final String ID = "ab".repeat(32);

  record Keyed(Map<PublicKey, Integer> byKey) {}

  record Holes(List<@Nullable String> entries) {}

  record Unwritable(String text) {
    @Override
    public String text() {
      throw new IllegalStateException();
    }
  }

  record Inner(Keyed keyed) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"\"",
        "5",
        "{",
        "{\"requestId\":\"ID\",\"signerIndex\":1",
        "{\"requestId\":\"ID\",\"signerIndex\":1}}",
        "{\"requestId\":\"ID\",\"signerIndex\":1} {}",
        "{\"requestId\":\"ID\",\"signerIndex\":1,}",
        "{\"requestId\":\"ID\",\"requestId\":\"ID\",\"signerIndex\":1}",
        "{\"requestId\":\"ID\",\"signerIndex\":1,\"signerIndex\":1}",
        "{\"requestId\":\"ID\",\"signerIndex\":01}",
        "{\"requestId\":\"ID\",\"signerIndex\":+1}",
        "{\"requestId\":\"ID\",\"signerIndex\":1.0}",
        "{\"requestId\":\"ID\",\"signerIndex\":1e0}",
        "{\"requestId\":\"ID\",\"signerIndex\":NaN}",
        "{\"requestId\":\"ID\",\"signerIndex\":Infinity}",
        "{\"requestId\":\"ID\",\"signerIndex\":9999999999999999999999999999999999999}",
        "{\"requestId\":\"ID\",/* one */\"signerIndex\":1}",
        "{\"requestId\":\"ID\",\"signerIndex\":1} // two",
        "{'requestId':'ID','signerIndex':1}",
        "{requestId:\"ID\",signerIndex:1}",
      })
  void refusesWhatIsNotTheJsonOfTheMessage(String json) {
    assertMalformed(json.replace("ID", ID).getBytes(UTF_8));
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] json = "{\"after\":\"x\"}".getBytes(UTF_8);
    json[10] = (byte) 0xff;

    assertThatThrownBy(() -> Wire.read(json, SignerQuery.class))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }

  @Test
  void refusesBytesThatAreNoTextAtAll() {
    assertMalformed(new byte[] {0, 0, 0, '{', 0x7f, 0, 0, 0, 0x7f, 0, 0, 0});
  }

  @Test
  void refusesDeepNesting() {
    assertMalformed(("{\"a\":".repeat(33) + "1" + "}".repeat(33)).getBytes(UTF_8));
    assertMalformed("[".repeat(100_000).getBytes(UTF_8));
  }

  @Test
  void refusesANumberWithManyDigitsBeforeReadingItAll() {
    String json = "{\"requestId\":\"%s\",\"signerIndex\":%s}".formatted(ID, "9".repeat(100_000));

    assertMalformed(json.getBytes(UTF_8));
  }

  @Test
  void doesNotRepeatWhatItWasSent() {
    byte[] json = "{\"password\" oops}".getBytes(UTF_8);

    assertThatThrownBy(() -> Wire.read(json, Join.class)).hasMessageNotContaining("password");
  }

  @Test
  void namesTheFieldInsideListsAndObjects() {
    ObjectNode item = Wire.tree(new SigningItem(Bytes.fromHex(ID), List.of()));
    item.withArray("tweaks").addObject().put("tweak", ID).put("xOnly", "yes");

    assertThatThrownBy(() -> Wire.read(item, SigningItem.class))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.field()).isEqualTo("tweaks[0].xOnly");
              assertThat(refusal).hasMessageNotContaining("tutti.").hasMessageNotContaining("Coer");
            });
  }

  @Test
  void readsUnknownFieldsOnlyLeniently() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("sessionId", ID).put("after", 3).put("later", true);

    assertThat(Wire.readLenient(json, EventsQuery.class).after()).isEqualTo(3);
    assertThat(Wire.readLenient(Wire.write(json), EventsQuery.class).after()).isEqualTo(3);
    assertThatThrownBy(() -> Wire.read(json, EventsQuery.class)).isInstanceOf(Refusal.class);
  }

  @Test
  void isStrictAboutKnownFieldsEvenWhenLenient() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("sessionId", ID).put("after", "3");

    assertThatThrownBy(() -> Wire.readLenient(json, EventsQuery.class)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> Wire.readLenient("null".getBytes(UTF_8), EventsQuery.class))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void readsAndWritesKeysOfMaps() {
    PublicKey key = PublicKey.fromHex("02" + ID);
    Keyed keyed = new Keyed(Map.of(key, 1));

    assertThat(Wire.read(Wire.write(keyed), Keyed.class)).isEqualTo(keyed);
    assertThatThrownBy(() -> Wire.read("{\"byKey\":{\"02AB\":1}}".getBytes(UTF_8), Keyed.class))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void refusesHexOfAnOddLength() {
    assertMalformed("{\"requestId\":\"abc\",\"signerIndex\":1}".getBytes(UTF_8));
  }

  @Test
  void keepsHolesOnlyWhereTheTypeHasThem() {
    byte[] json = "{\"entries\":[\"a\",null]}".getBytes(UTF_8);

    assertThat(Wire.read(json, Holes.class).entries()).containsExactly("a", null);
  }

  @Test
  void refusesNullInsteadOfARecord() {
    assertThatThrownBy(() -> Wire.read("{\"keyed\":null}".getBytes(UTF_8), Inner.class))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("keyed"));
  }

  @Test
  void readsWhatWasNeverAText() throws IOException {
    var tokens = new TokenBuffer(Wire.mapper(), false);
    Wire.mapper().writeValue(tokens, Map.of("sessionId", ID, "after", 3, "newer", true));

    EventsQuery query = Wire.readLenient(tokens, EventsQuery.class);

    assertThat(Wire.map(query))
        .hasSize(2)
        .containsEntry("sessionId", ID)
        .containsEntry("after", 3L);
  }

  @Test
  void refusesWhatWasNeverATextAsItRefusesATextThatIsTheSame() throws IOException {
    var tokens = new TokenBuffer(Wire.mapper(), false);
    Wire.mapper().writeValue(tokens, Map.of("sessionId", ID, "after", "3"));

    assertThatThrownBy(() -> Wire.readLenient(tokens, EventsQuery.class))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("after"));
  }

  @Test
  void sayingWhatCannotBeWrittenIsABug() {
    assertThatThrownBy(() -> Wire.write(new Unwritable("")))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static void assertMalformed(byte[] json) {
    assertThatThrownBy(() -> Wire.read(json, Join.class))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }
}
