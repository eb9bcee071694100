package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.SignerParticipant;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.Spend;

/** What people see of transactions in the console. */
class ConsoleTransactionTest {
  private static final SecretKey ALICE = SecretKey.generate();
  private static final List<PublicKey> KEYS =
      List.of(ALICE.publicKey(), SecretKey.generate().publicKey());
  private static final String SUMMARY = "What the Bitcoin transaction does";

  private static RunningConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() {
    console = RunningConsole.start();
    browser = console.browser();
  }

  @AfterAll
  static void stop() {
    if (console != null) {
      console.close();
    }
  }

  @BeforeEach
  void open() {
    console.openAnew();
    browser.follow("Requests");
  }

  @AfterEach
  void hasNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void seeAmountsFeeAndWhoIsPaid() {
    announce(request(SighashType.DEFAULT, "Rent"));

    unfold("Rent");

    browser.see(RunningConsole.card("Rent", "2,000 sat"));
    browser.see(RunningConsole.card("Rent", "to bc1qzyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3"));
    browser.see(RunningConsole.card("Rent", "key path, DEFAULT"));
    assertThat(browser.shows(RunningConsole.card("Rent", "CAUTION"))).isFalse();
    console.pictures("transaction");
    assertThat(browser.barriers()).isEmpty();

    browser.see(By.xpath("//article[.//h4[.='Rent']]//select/option[.='regtest']")).click();
    browser.see(RunningConsole.card("Rent", "to bcrt1qzyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3lgth6c"));
  }

  @Test
  void areWarnedOfSignaturesThatBindLittle() {
    announce(request(SighashType.of(2), "Unbound"));

    unfold("Unbound");

    browser.see(RunningConsole.card("Unbound", "CAUTION: signatures of these types let others"));
  }

  @Test
  void seeWhatAgentsRefuseAndNothingOfMarkup() {
    String purpose = "<img src=x onerror=alert(1)>";
    ObjectNode other = Wire.tree(request(SighashType.DEFAULT, purpose));
    ((ObjectNode) other.at("/items/1")).put("message", "11".repeat(32));
    announce(Wire.read(other, SigningRequest.class));

    unfold(purpose);

    browser.see(RunningConsole.card(purpose, "Agents refuse to sign this: CONFLICT"));
    assertThat(browser.run("return document.querySelectorAll('article img').length")).isEqualTo(0L);
  }

  private static void unfold(String purpose) {
    browser
        .see(
            By.xpath(
                "//article[.//h4[normalize-space(.)='%s']]//summary[normalize-space(.)='%s']"
                    .formatted(purpose, SUMMARY)))
        .click();
  }

  private static SigningRequest request(SighashType type, String purpose) {
    var spend = new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, KEYS, type);
    return PsbtTerms.of(spend.version2(2), KEYS.stream().map(SignerParticipant::itself).toList())
        .request(ALICE.publicKey(), purpose, System.currentTimeMillis() + 600_000, null, null);
  }

  private static void announce(SigningRequest request) {
    var line = new Line(console.cluster().vertx());
    line.ask(
        RequestApi.ANNOUNCE.operation(),
        Pen.write(
            ALICE, RequestApi.ANNOUNCE.type(), 1, System.currentTimeMillis(), Wire.tree(request)));
  }
}
