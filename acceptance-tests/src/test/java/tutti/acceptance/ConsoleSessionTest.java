package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.SessionApi;

/** Sessions of a signer in a real browser and of signers in Java, as the console shows them. */
class ConsoleSessionTest {
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
  }

  @AfterEach
  void hasNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void signsInTheBrowserTogetherWithTwoSignersInJava() {
    try (Group group = Group.of(2, console.bus())) {
      group.agents().forEach(agent -> Group.await(agent.advertise(RunningConsole.advertisement())));
      browser.see(RunningConsole.copyOf(group.agent(0).publicKey()));
      PublicKey own = console.createKey();
      browser.fill("What you sign", "spend, swap");
      browser.click("Advertise");
      browser.seeText("Others can find you now.");

      SigningRequest request = RunningConsole.request(group, own, "Rent for March");
      var handle = Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? Rent for March");
      browser.seeText(request.items().get(0).message().hex());
      console.pictures("sign");
      browser.follow("Requests");
      browser.see(RunningConsole.card("Rent for March", "2 of 3 have joined"));
      console.pictures("requests");
      browser.follow("Sign");
      browser.click("Approve");

      List<Signature> signatures = Group.await(handle.signatures());
      assertThat(Group.verifies(request, signatures)).isTrue();
      browser.follow("Sessions");
      browser.seeText("verified in this browser");
      browser.see(By.cssSelector("code[title='%s']".formatted(signatures.get(0).hex())));
      console.pictures("sessions");
      browser.follow("Signers");
      browser.see(RunningConsole.copyOf(own));
      console.pictures("signers");
    }
  }

  @Test
  void showsWhatWasAskedBeforeThePageWasOpened() {
    try (Group group = Group.of(1, console.bus())) {
      Group.await(group.agent(0).advertise(RunningConsole.advertisement()));
      PublicKey away = SecretKey.generate().publicKey();
      var request = RunningConsole.request(group, away, "Asked before");
      Group.await(group.agent(0).announce(request));

      browser.reload();
      browser.follow("Requests");
      browser.see(RunningConsole.card("Asked before", "1 of 2 have joined"));
    }
  }

  @Test
  void asksOthersToSign() {
    try (Group group = Group.of(2, console.bus())) {
      console.createKey();
      String keys = String.join("\n", group.publicKeys().stream().map(PublicKey::hex).toList());
      browser.fill("Further public keys, one a line", keys);
      String messages =
          String.join("\n", IntStream.range(0, 9).mapToObj(i -> Group.message(i).hex()).toList());
      browser.fill("Messages of 32 bytes as hex, one a line", messages);
      browser.fill("Purpose", "Asked in the browser");
      browser.click("Ask");
      browser.seeText("The others are asked.");

      browser.follow("Sessions");
      browser.see(RunningConsole.card("Asked in the browser", "9 signatures"));
      assertThat(browser.shows(By.xpath("//article[.//h4='Asked in the browser']//ol/li/dl")))
          .isFalse(); // nothing is verified that nobody looks at
      browser.see(By.xpath("//summary[contains(., '9 signatures')]")).click();
      browser.see(By.xpath("(//article//ol[@class='signatures']/li[contains(., 'verified')])[9]"));
      console.pictures("many-signatures");
      assertThat(browser.barriers()).isEmpty();
    }
  }

  @Test
  void declinesWithAReason() {
    try (Group group = Group.of(1, console.bus())) {
      var request = RunningConsole.request(group, console.createKey(), "Nothing good");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? Nothing good");
      browser.fill("Reason for a no", "I owe nobody anything");
      browser.click("Decline");

      browser.follow("Requests");
      browser.see(RunningConsole.card("Nothing good", "I owe nobody anything"));
    }
  }

  @Test
  void showsMarkupOfOthersAsText() {
    try (Group group = Group.of(1, console.bus())) {
      String markup = "<img src=x onerror=document.body.remove()>${alert(1)}";
      var request = RunningConsole.request(group, console.createKey(), markup);
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? " + markup);
      browser.fill("Reason for a no", markup);
      browser.click("Decline");

      browser.follow("Requests");
      browser.see(By.xpath("//article[.//h4='%1$s']//q[.='%1$s']".formatted(markup)));
      assertThat(browser.run("return document.querySelectorAll('img[src=x]').length"))
          .isEqualTo(0L);
    }
  }

  @Test
  void showsWhoIsAtFaultAndWhatProvesIt() {
    var cheat = new CheatingEngine(0, CheatingEngine::otherThan);
    try (Group group =
        Group.of(
            2,
            signer -> console.bus(),
            (signer, agent) -> {
              if (signer == 1) {
                agent.engine(cheat);
              }
            })) {
      var request = RunningConsole.request(group, console.createKey(), "With a cheat");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? With a cheat");
      browser.click("Approve");

      browser.follow("Sessions");
      browser.see(RunningConsole.card("With a cheat", "INVALID_PARTIAL_SIGNATURE"));
      browser.see(stoppedAt("With a cheat", "Partial signatures"));
      browser.see(
          By.xpath(
              "//article//dt[.='At fault']/../dd//code[@title='%s']"
                  .formatted(group.agent(1).publicKey().hex())));
      browser.click("Check and download the evidence");
      browser.seeText("Checked in this browser: the evidence proves the fault.");
      console.pictures("fault");
    }
  }

  @Test
  void goesOnWithFreshNoncesAfterAReloadInMidSession() {
    try (Group group = Group.of(2, console.bus())) {
      SigningRequest request = RunningConsole.request(group, console.createKey(), "Interrupted");
      browser.see(Browser.labelled("Ask me again right before each signature leaves")).click();
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? Interrupted");
      browser.click("Approve");
      browser.seeText("Sign now? Interrupted");
      browser.follow("Sessions");
      browser.see(RunningConsole.card("Interrupted", "2 of 3 have contributed"));
      SessionId first = sessionOf("Interrupted", "partial signature exchange");
      console.pictures("running");

      browser.reload();
      console.unlock();
      browser.follow("Sessions");
      browser.see(RunningConsole.card("Interrupted", "NONCE_LOST"));
      browser.see(stoppedAt("Interrupted", "Partial signatures"));
      browser.click("Try again");
      browser.follow("Sign");
      browser.seeText("Sign now? Interrupted");
      browser.click("Approve");
      browser.follow("Sessions");
      browser.see(RunningConsole.card("Interrupted", "verified in this browser"));

      SessionId second = sessionOf("Interrupted", "attempt 2");
      assertThat(noncesOf(first)).hasSize(6).doesNotContainAnyElementsOf(noncesOf(second));
      assertThat(noncesOf(second)).hasSize(6);
    }
  }

  private static By stoppedAt(String heading, String step) {
    return By.xpath(
        "//article[.//h4='%s']//li[contains(., '%s') and contains(., 'stopped here')]"
            .formatted(heading, step));
  }

  /** As a card shows it that has this text. */
  private static SessionId sessionOf(String heading, String text) {
    String code = ".//dt[.='Session']/../dd//code";
    var shown = browser.see(RunningConsole.card(heading, text)).findElement(By.xpath(code));
    return SessionId.fromHex(String.valueOf(shown.getDomAttribute("title")));
  }

  private static List<PublicNonce> noncesOf(SessionId session) {
    var query = new ContributionsQuery(session, ContributionKind.NONCES, 0, null);
    var services = console.cluster().context().bus();
    return LocalCluster.await(services.request(SessionApi.CONTRIBUTIONS, query))
        .contributions()
        .stream()
        .flatMap(envelope -> SessionApi.SHARE_NONCE.bodyOf(envelope).pubnonces().stream())
        .toList();
  }
}
