package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import tutti.musig2.PublicKey;

/** The console as a page: for every person, on every screen. */
class ConsoleTest {
  private static final List<String> VIEWS =
      List.of("Signers", "Requests", "Sessions", "Sign", "Cluster");

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
  void keepsTheKeyFromWhoeverLacksThePassphrase() {
    PublicKey own = console.createKey();
    browser.click("Lock the key");
    browser.fill("Passphrase", "something else");
    browser.click("Unlock");
    browser.seeText("The passphrase does not open this key.");
    console.pictures("locked");

    browser.reload();
    console.unlock();
    browser.see(RunningConsole.copyOf(own));
    browser.seeText("Nobody asks you for anything.");
  }

  @Test
  void isUsedWithTheKeyboardAlone() {
    try (Group group = Group.of(1, console.bus())) {
      browser.type(Keys.TAB);
      assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
      browser.tabTo(By.cssSelector("nav a[href='#/sign']"));
      browser.type(Keys.ENTER);
      browser.see(Browser.labelled("Passphrase again"));
      assertThat(browser.focused().getTagName()).isEqualTo("main");
      browser.tabTo(By.id("passphrase"));
      browser.type(RunningConsole.PASSPHRASE, Keys.TAB, RunningConsole.PASSPHRASE, Keys.ENTER);
      PublicKey own = console.ownKey();
      var request = RunningConsole.request(group, own, "By keyboard");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? By keyboard");
      browser.tabTo(Browser.button("Approve"));
      browser.type(Keys.SPACE);
      browser.seeText("Nobody asks you for anything.");
      assertThat(browser.focused().getDomAttribute("aria-labelledby")).isEqualTo("to-decide");
      browser.tabTo(By.cssSelector("nav a[href='#/sessions']"));
      browser.type(Keys.ENTER);
      browser.see(RunningConsole.card("By keyboard", "verified in this browser"));
    }
  }

  @Test
  void hasNoBarriers() {
    List<Object> barriers = new ArrayList<>();
    try (Group group = Group.of(1, console.bus())) {
      Group.await(group.agent(0).advertise(RunningConsole.advertisement()));
      var request = RunningConsole.request(group, console.createKey(), "For everybody");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? For everybody");
      for (String scheme : List.of("light", "dark")) {
        browser.scheme(scheme);
        for (String view : VIEWS) {
          show(view);
          barriers.addAll(browser.barriers());
        }
      }
    }
    assertThat(barriers).isEmpty();
  }

  @Test
  void neverScrollsSidewaysOnANarrowScreen() {
    try (Group group = Group.of(1, console.bus())) {
      Group.await(group.agent(0).advertise(RunningConsole.advertisement()));
      var request = RunningConsole.request(group, console.createKey(), "On a small screen");
      Group.await(group.agent(0).announce(request));
      browser.seeText("Take part? On a small screen");
      browser.size(320, 640);
      for (String view : VIEWS) {
        show(view);
        assertThat(
                browser.run(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .as(view)
            .isEqualTo(0L);
      }
    }
  }

  @Test
  void saysWhatIsMissingWhereThereIsNothingYet() {
    browser.follow("Sessions");
    browser.see(By.xpath("//h2[.='Sessions']"));
    browser.follow("Cluster");
    browser.see(By.xpath("//li[contains(., 'Sessions') and contains(., 'answers in')]"));
    console.pictures("cluster");
    browser.follow("Sign");
    browser.see(Browser.labelled("Passphrase again"));
    console.pictures("without-key");
  }

  private static void show(String view) {
    browser.follow(view);
    browser.see(By.xpath("//h2[.='%s']".formatted(view)));
  }
}
