package tutti.transactions.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.DescriptorChecksum;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

class DescriptorTest {
  private static final String KEY =
      "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
  private static final String X_ONLY = KEY.substring(2);
  private static final String XPUB =
      "xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRj"
          + "aDMzQLcgJvLJuZZvRcEL";

  /** What wallets of Bitcoin Core were funded at is what their descriptors say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keypath-2of2-participant-derivation-v0",
        "keypath-2of2-two-inputs-v2",
        "keypath-2of2-v0",
        "scriptpath-2of2-v2"
      })
  void findsTheOutputsOfBitcoinCore(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);
    Descriptor descriptor = recorded(scenario);

    assertThat(descriptor.isRanged()).isTrue();
    assertThat(descriptor.branches()).isEqualTo(2);
    List<String> first =
        LongStream.range(0, 10)
            .mapToObj(i -> descriptor.scriptPubKey(new Position(0, i)).hex())
            .toList();
    for (JsonNode prevout : scenario.get("prevouts")) {
      assertThat(first).contains(prevout.get("scriptPubKey").asText());
    }
  }

  @Test
  void namesTheGroupThatSigns() {
    JsonNode scenario = Vectors.bitcoinCore("keypath-2of2-v0");
    PsbtItem item =
        SigningPlan.of(Psbt.decodeBase64(Vectors.step(scenario, "created"))).items().get(0);

    List<Descriptor.Group> groups = recorded(scenario).groups(new Position(0, 0));

    assertThat(groups)
        .containsExactly(
            new Descriptor.Group(item.group().aggregate(), item.group().participants()));
  }

  @Test
  void hasAnAddressOnEachNetwork() {
    Descriptor descriptor = Descriptor.parse("tr(%s)".formatted(X_ONLY));

    assertThat(descriptor.address(new Position(0, 0), Network.MAINNET)).startsWith("bc1p");
    assertThat(descriptor.address(new Position(0, 0), Network.REGTEST)).startsWith("bcrt1p");
    assertThat(descriptor.groups(new Position(0, 0))).isEmpty();
  }

  /** The scripts of BIP386. */
  @Test
  void makesTheScriptsOfKeysAndTrees() {
    String internal = "a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd";

    assertThat(script("tr(%s)".formatted(internal)))
        .isEqualTo("512077aab6e066f8a7419c5ab714c12c67d25007ed55a43cadcacb4d7a970a093f11");
    assertThat(script("tr(L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1)"))
        .isEqualTo("512077aab6e066f8a7419c5ab714c12c67d25007ed55a43cadcacb4d7a970a093f11");
    assertThat(
            script(
                "tr(%s,pk(669b8afcec803a0d323e9a17f3ea8e68e8abe5a278020a929adbec52421adbd0))"
                    .formatted(internal)))
        .isEqualTo("512017cf18db381d836d8923b1bdb246cfcd818da1a9f0e6e7907f187f0b2f937754");
  }

  @Test
  void sortsTheKeysOfAGroup() {
    String other = "03dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659";

    assertThat(script("rawtr(musig(%s,%s))".formatted(KEY, other)))
        .isEqualTo(script("rawtr(musig(%s,%s))".formatted(other, KEY)));
    assertThat(
            Descriptor.parse("rawtr(musig(%s,%s))".formatted(other, KEY))
                .groups(new Position(0, 0))
                .get(0)
                .participants())
        .containsExactly(PublicKey.fromHex(KEY), PublicKey.fromHex(other));
  }

  @Test
  void checksTheChecksum() {
    String body = "tr(%s)".formatted(X_ONLY);
    String checksum = DescriptorChecksum.of(body);

    assertThat(script(body + "#" + checksum)).isEqualTo(script(body));
    for (String wrong : List.of("", checksum + "x", checksum.substring(1), "xxxxxxxx")) {
      assertThatThrownBy(() -> Descriptor.parse(body + "#" + wrong))
          .hasMessageContaining("checksum");
    }
    // The published ones.
    assertThat(DescriptorChecksum.of("raw(deadbeef)")).isEqualTo("89f8spxm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tr(",
        "tr()",
        "tr(KEY",
        "tr(KEY))",
        "tr(KEY,)",
        "tr(KEY,{pk(KEY)})",
        "tr(KEY,{pk(KEY),pk(KEY)",
        "tr(KEY,pkh(KEY))",
        "tr(musig())",
        "tr(musig(KEY,musig(KEY,KEY)))",
        "tr(musig(XONLY,KEY))",
        "tr(04a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd5b8dec5235a0fa8722476c"
            + "7709c02559e3aa73aa03918ba2d492eea75abea235)",
        "tr(5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss)",
        "tr(XPUB/1aa)",
        "tr(XPUB/2147483648)",
        "tr(XPUB/99999999999999999999)",
        "tr(XPUB/0h)",
        "tr(XPUB/*h)",
        "tr(XPUB/<0>)",
        "tr(XPUB/<0;0>)",
        "tr(XPUB/<0;1>/<2;3>)",
        "tr(XPUB/<0;1)",
        "tr(XPUB/<0;1>,pk(XPUB/<0;1;2>))",
        "tr([deadbeef/0h/0h/0h/*]KEY)",
        "tr([deadbeef/0h/]KEY)",
        "tr([deadbef/0h]KEY)",
        "tr([deadbeef/0H]KEY)",
        "tr([deadbeef)",
        "tr([aaaaaaaa][aaaaaaaa]XPUB)",
        "tr(KEY/0)",
        "rawtr(KEY,pk(KEY))",
        "tr(ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)",
        "tr(KEY)\u00dc"
      })
  void refusesWhatIsNone(String template) {
    String descriptor = template.replace("KEY", KEY).replace("XONLY", X_ONLY).replace("XPUB", XPUB);

    assertThatThrownBy(() -> Descriptor.parse(descriptor)).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesATreeThatNoStackHolds() {
    String deep = "tr(%s,%s".formatted(KEY, "{".repeat(100_000));

    assertThatThrownBy(() -> Descriptor.parse(deep)).hasMessageContaining("too deep");
    assertThatThrownBy(() -> Descriptor.parse("x".repeat(300_000)))
        .hasMessageContaining("more than");
  }

  @Test
  void refusesPositionsThatItDoesNotHave() {
    Descriptor fixed = Descriptor.parse("tr(%s)".formatted(XPUB));
    Descriptor ranged = Descriptor.parse("tr(%s/<0;1>/*)".formatted(XPUB));

    assertThatThrownBy(() -> fixed.scriptPubKey(new Position(0, 1))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> ranged.scriptPubKey(new Position(2, 0))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> new Position(0, 1L << 31))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotRepeatPrivateKeysWhereItRefusesThem() {
    String wrong = "L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY2";

    assertThatThrownBy(() -> Descriptor.parse("tr(%s)".formatted(wrong)))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain(wrong));
  }

  private static String script(String descriptor) {
    return Descriptor.parse(descriptor).scriptPubKey(new Position(0, 0)).hex();
  }

  static Descriptor recorded(JsonNode scenario) {
    String text = scenario.get("descriptor_template").asText();
    for (int i = 0; i < scenario.get("participants").size(); i++) {
      String account = scenario.get("participants").get(i).get("account_public").asText();
      text = text.replace("$" + i, account);
    }
    return Descriptor.parse(text);
  }
}
