package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.agent.lotus.LotusTerms;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.SignerParticipant;
import tutti.gateway.RestClient.Answer;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusSigners;
import tutti.transactions.signing.Spend;

/** What a gateway tells people of transactions, which strangers wrote. */
class TransactionSummaryTest {
  private static final SecretKey ALICE = SecretKey.generate();
  private static final SecretKey BOB = SecretKey.generate();
  private static final List<PublicKey> KEYS = List.of(ALICE.publicKey(), BOB.publicKey());

  private static RunningGateway gateway;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void tellsWhatAPsbtDoes() {
    JsonNode told = told(psbt(SighashType.DEFAULT), "?network=regtest");

    assertThat(told.get("scheme").asText()).isEqualTo("psbt");
    JsonNode transaction = told.get("transaction");
    assertThat(transaction.get("in").asLong()).isEqualTo(100_000);
    assertThat(transaction.get("out").asLong()).isEqualTo(98_000);
    assertThat(transaction.get("fee").asLong()).isEqualTo(2_000);
    assertThat(transaction.get("binding").asBoolean()).isTrue();
    assertThat(transaction.get("cautions")).isEmpty();
    assertThat(transaction.get("outputs")).hasSize(2);
    assertThat(transaction.at("/outputs/0/to").asText())
        .isEqualTo("bcrt1qzyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3lgth6c");
    assertThat(transaction.at("/outputs/0/amount").asLong()).isEqualTo(49_000);
    assertThat(transaction.at("/outputs/0/change").asBoolean()).isFalse();
    assertThat(transaction.at("/inputs/0/from").asText()).startsWith("bcrt1p");
    assertThat(transaction.at("/inputs/1/signing").asText()).isEqualTo("key path, DEFAULT");
  }

  @Test
  void warnsOfSignaturesThatBindLittle() {
    JsonNode transaction = told(psbt(SighashType.of(2)), "").get("transaction");

    assertThat(transaction.get("binding").asBoolean()).isFalse();
    assertThat(transaction.at("/cautions/0").asText()).contains("let others change");
    assertThat(transaction.at("/outputs/0/to").asText()).startsWith("bc1q");
  }

  @Test
  void tellsWhatALotusTransactionDoes() {
    JsonNode told = told(lotus(), "");

    assertThat(told.get("scheme").asText()).isEqualTo("lotus");
    assertThat(told.at("/transaction/in").asLong()).isEqualTo(2_000);
    assertThat(told.at("/transaction/fee").asLong()).isEqualTo(999);
    assertThat(told.at("/transaction/outputs/0/to").asText()).startsWith("lotus_");
    assertThat(told.at("/transaction/feeBound").asBoolean()).isTrue();
  }

  @Test
  void saysWhatAnAgentWouldRefuse() {
    ObjectNode other = Wire.tree(psbt(SighashType.DEFAULT));
    ((ObjectNode) other.at("/items/1")).put("message", "11".repeat(32));

    JsonNode transaction = told(Wire.read(other, SigningRequest.class), "").get("transaction");

    assertThat(transaction.at("/refused/code").asText()).isEqualTo("CONFLICT");
    assertThat(transaction.at("/refused/field").asText()).isEqualTo("items[1].message");
    assertThat(transaction.has("outputs")).isFalse();
  }

  @Test
  void tellsNothingOfAMessageThatMeansNothing() {
    var raw =
        SigningRequest.by(ALICE.publicKey(), KEYS)
            .items(List.of(SigningItem.of(Bytes.fromHex("22".repeat(32)))))
            .expiresAt(System.currentTimeMillis() + 60_000)
            .build();

    assertThat(rest.get(announced(raw)).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "aa, '', MALFORMED, requestId",
    "0000000000000000000000000000000000000000000000000000000000000000, '', NOT_FOUND,",
    "0000000000000000000000000000000000000000000000000000000000000000, ?network=lotus, MALFORMED, network",
    "0000000000000000000000000000000000000000000000000000000000000000, ?net=signet, MALFORMED, net"
  })
  void refusesWhatItIsNotAskedFor(String id, String query, ErrorCode code, String field) {
    Answer answer = rest.get("/v1/requests/%s/transaction%s".formatted(id, query));

    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().path("field").textValue()).isEqualTo(field);
  }

  private static JsonNode told(SigningRequest request, String query) {
    Answer answer = rest.get(announced(request) + query);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(unlikeItsDescription(answer.json())).isEmpty();
    return answer.json();
  }

  /** Announced, and where to ask for what it does. */
  private static String announced(SigningRequest request) {
    var said = BridgeClient.say(ALICE, RequestApi.ANNOUNCE, request, System.currentTimeMillis());
    Answer answer = rest.post("/v1/requests", said);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return "/v1/requests/%s/transaction".formatted(answer.json().get("requestId").asText());
  }

  private static List<?> unlikeItsDescription(JsonNode answer) {
    ObjectNode document = (ObjectNode) rest.get("/openapi.json").json();
    document.put("$ref", "#/components/schemas/Transaction");
    return List.copyOf(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(document)
            .validate(answer));
  }

  private static SigningRequest psbt(SighashType type) {
    var spend = new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, KEYS, type);
    var terms =
        PsbtTerms.of(spend.version2(2), KEYS.stream().map(SignerParticipant::itself).toList());
    return terms.request(
        ALICE.publicKey(), "rent", System.currentTimeMillis() + 60_000, null, null);
  }

  private static SigningRequest lotus() {
    var group = LotusGroup.of(KEYS);
    var terms =
        LotusTerms.of(
            LotusSigners.spending(2, 1_000),
            LotusSigners.outputs(1_000, List.of(group.taprootScript(), group.taprootScript())),
            KEYS);
    return terms.request(
        ALICE.publicKey(), "rent", System.currentTimeMillis() + 60_000, null, null);
  }
}
