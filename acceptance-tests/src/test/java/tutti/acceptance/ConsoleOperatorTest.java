package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.runtime.config.EdgeSettings;

/** What the console shows and does for operators. */
class ConsoleOperatorTest {
  @TempDir private static Path folder;

  private static RunningConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() {
    console =
        RunningConsole.start(
            settings ->
                settings
                    .with(EdgeSettings.OPERATOR_KEY_FILE, keyFile().toString())
                    .with(EdgeSettings.STAMP_BITS, "12"));
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
    browser.reload();
    browser.follow("Cluster");
  }

  @Test
  void bansAndPardons() throws IOException {
    enter(operatorKey());
    browser.seeText("this gateway");
    browser.see(
        By.xpath(
            "//section[h3='Seen from the gateway']//li[contains(., 'crypto') and contains(., 'up')]"));
    PublicKey key = SecretKey.generate().publicKey();
    browser.fill("Public key or address", key.hex());
    browser.fill("Minutes", "5");
    browser.fill("Reason", "asks for everything");
    browser.click("Ban");
    browser.see(
        By.xpath("//li[contains(., '%s') and contains(., 'everything')]".formatted(key.hex())));
    console.pictures("operator");
    assertThat(browser.barriers()).isEmpty();

    browser.click("Pardon");
    browser.seeText("Nobody is banned.");
    browser.click("Leave");
    browser.see(Browser.labelled("API key of an operator"));
    assertThat(browser.shows(By.id("members"))).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void endsAnOpenRequestThatWasMadeBeforeThePageWasOpened() throws IOException {
    try (Group group = Group.of(1, console.bus())) {
      PublicKey away = SecretKey.generate().publicKey();
      var request = RunningConsole.request(group, away, "Never wanted");
      Group.await(group.agent(0).announce(request));
      browser.reload();
      enter(operatorKey());
      browser.seeText("this gateway");

      browser.follow("Requests");
      browser.see(RunningConsole.card("Never wanted", "1 of 2 have joined"));
      browser.fill("Reason that the signers read", "a test gone wrong");
      browser.click("End as operator");

      browser.see(RunningConsole.card("Never wanted", "expired"));
      browser.see(RunningConsole.card("Never wanted", "a test gone wrong"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void newKeysAdvertiseWhereThatTakesWork() {
    PublicKey own = console.createKey();
    browser.fill("What you sign", "spend");
    browser.click("Advertise");
    browser.seeText("Others can find you now.");

    browser.follow("Signers");
    browser.see(RunningConsole.copyOf(own));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void showsNothingToWhoHasNoKey() {
    enter("tutti_operator_no");
    browser.seeText("NOT_AUTHENTICATED");

    assertThat(browser.shows(By.id("members"))).isFalse();
    // The browser itself notes the refusals.
    assertThat(browser.complaints()).isNotEmpty().allMatch(said -> said.contains("401"));
  }

  private static void enter(String apiKey) {
    browser.fill("API key of an operator", apiKey);
    browser.click("Enter");
  }

  private static String operatorKey() throws IOException {
    return Files.readString(keyFile()).strip();
  }

  private static Path keyFile() {
    return folder.resolve("operator.key");
  }
}
