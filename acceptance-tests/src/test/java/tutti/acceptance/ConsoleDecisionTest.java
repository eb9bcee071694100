package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import tutti.musig2.PublicKey;
import tutti.protocol.RequestId;
import tutti.protocol.request.RequestState;

/** Nobody can make a person approve what the person did not mean to approve. */
class ConsoleDecisionTest {
  /** Does something by which the questions move, and presses the next Approve with it. */
  private static final String PRESS_AT_ONCE =
      """
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const named = (name) => [...document.querySelectorAll('article.wanted button')]
          .find(({ textContent }) => textContent.trim() === name);
      return (async () => {
        named(arguments[0]).click();
        await drawn();
        const [article] = document.querySelectorAll('article.wanted');
        const held = [...article.querySelectorAll('button[data-still]')];
        held.forEach((button) => button.click());
        await drawn();
        return article.isConnected && held.map(({ ariaDisabled }) => ariaDisabled).join();
      })();
      """;

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
  void aQuestionThatIsTakenBackStaysWhereItIs() {
    try (Group group = Group.of(1, console.bus())) {
      PublicKey own = console.createKey();
      RequestId harmless = announce(group, own, "Harmless");
      browser.seeText("Take part? Harmless");
      RequestId bad = announce(group, own, "Bad");
      browser.seeText("Take part? Bad");
      browser.size(320, 640); // one below the other
      browser.tabTo(By.xpath("//article[contains(., 'Harmless')]//button[.='Approve']"));
      Object before = browser.run("return %s".formatted(placeOf("Bad")));

      Group.await(group.agent(0).cancel(harmless, "never mind"));
      browser.seeText("Nobody needs your answer any more: whoever asked takes it back.");

      assertThat(browser.run("return %s".formatted(placeOf("Bad")))).isEqualTo(before);
      assertThat(browser.focused().getTagName()).isEqualTo("article");
      browser.type(Keys.SPACE, Keys.ENTER);
      console.pictures("taken-back");
      assertThat(browser.barriers()).isEmpty();
      assertThat(browser.run(PRESS_AT_ONCE, "Dismiss")).isEqualTo("true,true");
      assertThat(stateOf(group, bad)).isEqualTo(RequestState.OPEN);
      assertThat(browser.shows(By.xpath("//h4[contains(., 'Harmless')]"))).isFalse();

      browser.click("Approve");
      browser.seeText("Nobody asks you for anything.");
      browser.follow("Sessions");
      browser.see(RunningConsole.card("Bad", "verified in this browser"));
    }
  }

  @Test
  void whoPressesTwiceDecidesOnce() {
    try (Group group = Group.of(1, console.bus())) {
      PublicKey own = console.createKey();
      announce(group, own, "First");
      RequestId second = announce(group, own, "Second");
      browser.seeText("Take part? Second");
      browser.see(Browser.button("Approve"));

      assertThat(browser.run(PRESS_AT_ONCE, "Approve")).isEqualTo("true,true");
      assertThat(stateOf(group, second)).isEqualTo(RequestState.OPEN);
    }
  }

  private static RequestId announce(Group group, PublicKey own, String purpose) {
    var request = RunningConsole.request(group, own, purpose);
    return Group.await(group.agent(0).announce(request)).requestId();
  }

  private static RequestState stateOf(Group group, RequestId id) {
    return Group.await(group.agent(0).findRequests()).stream()
        .filter(view -> view.requestId().equals(id))
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** Where the button lies by which a request is approved. */
  private static String placeOf(String purpose) {
    return """
        (() => {
          const article = [...document.querySelectorAll('article.wanted')]
              .find(({ textContent }) => textContent.includes('Take part? %s'));
          const { left, top } = article.querySelector('button[data-still]').getBoundingClientRect();
          return Math.round(left + scrollX) + ' ' + Math.round(top + scrollY);
        })()"""
        .formatted(purpose);
  }
}
