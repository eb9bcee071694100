package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.EdgeSettings;

/** The console in a real browser, beside signers in Java. */
class ConsoleTest {
  private static final String PASSPHRASE = "correct horse battery";

  private static LocalCluster cluster;
  private static Bus bus;
  private static String origin;
  private static Browser browser;

  @BeforeAll
  static void start() {
    assumeTrue(Browser.isInstalled(), "needs a browser: Debian's chromium and chromium-driver");
    cluster = LocalCluster.start(settings -> settings.with(EdgeSettings.HTTP_PORT, "0"));
    bus = new VertxBus(cluster.vertx());
    origin = cluster.gateway();
    browser = Browser.open();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      cluster.close();
    }
  }

  @BeforeEach
  void open() {
    browser.size(1200, 900);
    browser.scheme("light");
    browser.visit(origin);
    browser.see(By.id("view-title"));
    browser.run("localStorage.clear()");
  }

  @AfterEach
  void hasNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void signsInTheBrowserTogetherWithTwoSignersInJava() {
    try (Group group = Group.of(2, bus)) {
      group.agents().forEach(agent -> Group.await(agent.advertise(advertisement())));
      browser.see(copyOf(group.agent(0).publicKey()));
      PublicKey own = createKey();
      browser.fill("What you sign", "spend, swap");
      browser.click("Advertise");
      browser.seeText("Others can find you now.");

      SigningRequest request = request(group, own, "Rent for March");
      var handle = Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? Rent for March");
      browser.seeText(request.items().get(0).message().hex());
      pictures("sign");
      browser.click("Approve");

      List<Signature> signatures = Group.await(handle.signatures());
      assertThat(Group.verifies(request, signatures)).isTrue();
      browser.follow("Sessions");
      browser.seeText("verified in this browser");
      browser.see(By.cssSelector("code[title='%s']".formatted(signatures.get(0).hex())));
      pictures("sessions");
      browser.follow("Requests");
      browser.seeText("3 of 3 have joined:");
      pictures("requests");
      browser.follow("Signers");
      browser.see(copyOf(own));
      pictures("signers");
    }
  }

  @Test
  void asksOthersToSign() {
    try (Group group = Group.of(2, bus)) {
      createKey();
      String keys = String.join("\n", group.publicKeys().stream().map(PublicKey::hex).toList());
      browser.fill("Further public keys, one a line", keys);
      browser.fill("Messages of 32 bytes as hex, one a line", Group.message(7).hex());
      browser.fill("Purpose", "Asked in the browser");
      browser.click("Ask");
      browser.seeText("The others are asked.");

      browser.follow("Sessions");
      browser.see(card("Asked in the browser", "verified in this browser"));
    }
  }

  @Test
  void declinesWithAReason() {
    try (Group group = Group.of(1, bus)) {
      SigningRequest request = request(group, createKey(), "Nothing good");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? Nothing good");
      browser.fill("Reason for a no", "I owe nobody anything");
      browser.click("Decline");

      browser.follow("Requests");
      browser.see(card("Nothing good", "I owe nobody anything"));
    }
  }

  @Test
  void showsWhoIsAtFaultAndWhatProvesIt() {
    var cheat = new CheatingEngine(0, CheatingEngine::otherThan);
    try (Group group =
        Group.of(
            2,
            signer -> bus,
            (signer, agent) -> {
              if (signer == 1) {
                agent.engine(cheat);
              }
            })) {
      SigningRequest request = request(group, createKey(), "With a cheat");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? With a cheat");
      browser.click("Approve");

      browser.follow("Sessions");
      browser.see(card("With a cheat", "INVALID_PARTIAL_SIGNATURE"));
      browser.see(
          By.xpath(
              "//article//dt[.='At fault']/../dd//code[@title='%s']"
                  .formatted(group.agent(1).publicKey().hex())));
      browser.click("Check and download the evidence");
      browser.seeText("Checked in this browser: the evidence proves the fault.");
      pictures("fault");
    }
  }

  @Test
  void keepsTheKeyFromWhoeverLacksThePassphrase() {
    PublicKey own = createKey();
    browser.click("Lock the key");
    browser.fill("Passphrase", "something else");
    browser.click("Unlock");
    browser.seeText("The passphrase does not open this key.");
    pictures("locked");

    browser.visit(origin + "/console/#/sign");
    browser.run("location.reload()");
    browser.fill("Passphrase", PASSPHRASE);
    browser.click("Unlock");
    browser.see(copyOf(own));
    browser.seeText("Nobody asks you for anything.");
  }

  @Test
  void isUsedWithTheKeyboardAlone() {
    try (Group group = Group.of(1, bus)) {
      browser.type(Keys.TAB);
      assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
      browser.tabTo(By.cssSelector("nav a[href='#/sign']"));
      browser.type(Keys.ENTER);
      browser.see(Browser.labelled("Passphrase again"));
      assertThat(browser.focused().getTagName()).isEqualTo("main");
      browser.tabTo(By.id("passphrase"));
      browser.type(PASSPHRASE, Keys.TAB, PASSPHRASE, Keys.ENTER);
      PublicKey own = ownKey();
      Group.await(group.agent(0).announce(request(group, own, "By keyboard")));
      browser.seeText("Take part? By keyboard");
      browser.tabTo(By.xpath("//button[normalize-space(.)='Approve']"));
      browser.type(Keys.SPACE);
      browser.tabTo(By.cssSelector("nav a[href='#/sessions']"));
      browser.type(Keys.ENTER);
      browser.see(card("By keyboard", "verified in this browser"));
    }
  }

  @Test
  void hasNoBarriers() {
    createKey();
    List<Object> barriers = new ArrayList<>();
    for (String scheme : List.of("light", "dark")) {
      browser.scheme(scheme);
      for (String view : List.of("Signers", "Requests", "Sessions", "Sign", "Cluster")) {
        browser.follow(view);
        browser.see(By.xpath("//h2[.='%s']".formatted(view)));
        barriers.addAll(browser.barriers());
      }
    }
    assertThat(barriers).isEmpty();
  }

  @Test
  void neverScrollsSidewaysOnANarrowScreen() {
    createKey();
    browser.size(500, 800);
    for (String view : List.of("Signers", "Requests", "Sessions", "Sign", "Cluster")) {
      browser.follow(view);
      browser.see(By.xpath("//h2[.='%s']".formatted(view)));
      assertThat(
              browser.run(
                  "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(view)
          .isEqualTo(0L);
    }
  }

  private static PublicKey createKey() {
    browser.follow("Sign");
    browser.see(By.xpath("//h2[.='Sign']"));
    if (browser.shows(By.xpath("//button[.='Lock the key']"))) {
      return ownKey(); // the page was not loaded anew
    }
    browser.fill("Passphrase", PASSPHRASE);
    browser.fill("Passphrase again", PASSPHRASE);
    browser.click("Create the key");
    return ownKey();
  }

  private static PublicKey ownKey() {
    var code = browser.see(By.xpath("//main/p[contains(., 'You sign with')]//code"));
    return PublicKey.fromHex(String.valueOf(code.getDomAttribute("title")));
  }

  /** What is shown on one card, beside its heading. */
  private static By card(String heading, String text) {
    return By.xpath("//article[h4='%s' and contains(., '%s')]".formatted(heading, text));
  }

  private static By copyOf(PublicKey key) {
    return By.cssSelector("code[title='%s']".formatted(key.hex()));
  }

  private static Advertisement advertisement() {
    long expiresAt = System.currentTimeMillis() + 600_000;
    return new Advertisement(List.of("spend"), null, null, 250L, expiresAt, null);
  }

  private static SigningRequest request(Group group, PublicKey own, String purpose) {
    List<PublicKey> keys = new ArrayList<>(group.publicKeys());
    keys.add(own);
    return new SigningRequest(
        group.publicKeys().get(0),
        keys,
        null,
        null,
        List.of(SigningItem.of(Group.message(1)), SigningItem.of(Group.message(2))),
        null,
        purpose,
        System.currentTimeMillis() + 600_000,
        Group.NO_BROADCAST,
        null);
  }

  /** As everybody may see it. */
  private static void pictures(String name) {
    browser.picture(name + "-light");
    browser.scheme("dark");
    browser.picture(name + "-dark");
    browser.scheme("light");
    browser.size(500, 900);
    browser.picture(name + "-narrow");
    browser.size(1200, 900);
  }
}
