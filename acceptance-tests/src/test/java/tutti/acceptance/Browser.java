package tutti.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window, with a profile of its own. */
final class Browser implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "console");
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/usr/local/bin", "/snap/bin");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Whether there is one on this machine, and what drives it. */
  static boolean isInstalled() {
    return chromium().findAny().isPresent() && installed("chromedriver").findAny().isPresent();
  }

  static Browser open() {
    var options = new ChromeOptions();
    options.setBinary(chromium().findFirst().orElseThrow().toFile());
    options.addArguments("--headless=new", "--disable-gpu", "--hide-scrollbars", "--lang=en");
    if ("root".equals(System.getProperty("user.name"))) {
      options.addArguments("--no-sandbox"); // root has none in Chromium
    }
    options.addArguments("--disable-dev-shm-usage", "--disable-background-networking");
    var logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(installed("chromedriver").findFirst().orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    var browser = new Browser(new ChromeDriver(service, options));
    browser.size(1200, 900);
    return browser;
  }

  void visit(String url) {
    driver.get(url);
  }

  /** Loads the page again; that its signer is at work does not hold it. */
  void reload() {
    driver.navigate().refresh();
  }

  /** The size of the screen; a window could not be as narrow as a telephone. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** {@code light} or {@code dark}. */
  void scheme(String scheme) {
    var feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Waits until something is shown; the page may replace it at any moment. */
  WebElement see(By what) {
    return await().atMost(PATIENCE).until(() -> shown(what), Objects::nonNull);
  }

  WebElement seeText(String text) {
    return see(
        By.xpath(
            "//*[contains(normalize-space(.), %s) and not(self::script)]".formatted(quoted(text))));
  }

  boolean shows(By what) {
    return shown(what) != null;
  }

  /** Clicks a button as soon as the page lets it be clicked. */
  void click(String button) {
    see(button(button)).click();
  }

  /** A button that is not held. */
  static By button(String name) {
    return By.xpath(
        "//button[normalize-space(.)=%s and not(@aria-disabled='true')]".formatted(quoted(name)));
  }

  /** Fills the field that has this label. */
  void fill(String label, String value) {
    WebElement field = see(labelled(label));
    field.clear();
    field.sendKeys(value);
  }

  static By labelled(String label) {
    return By.xpath(
        "//*[@id=//label[normalize-space(.)=%1$s]/@for] | //label[contains(normalize-space(.), %1$s)]/input"
            .formatted(quoted(label)));
  }

  void follow(String link) {
    see(By.xpath("//nav//a[starts-with(normalize-space(.), %s)]".formatted(quoted(link)))).click();
  }

  /** What has the focus. */
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  void type(CharSequence... keys) {
    focused().sendKeys(keys);
  }

  /** Goes on with the tabulator until something has the focus, as often as there are stops. */
  void tabTo(By what) {
    WebElement target = see(what);
    for (int stops = 0; stops < 200; stops++) {
      if (focused().equals(target)) {
        return;
      }
      type(Keys.TAB);
    }
    throw new AssertionError("the keyboard does not lead to " + what);
  }

  /** What the browser itself complains of: errors of scripts, refused loads, broken policies. */
  List<String> complaints() {
    return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
        .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
        .map(Object::toString)
        .filter(complaint -> !complaint.contains("willReadFrequently")) // of axe itself
        .toList();
  }

  Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  /** The rules of WCAG 2.2 A and AA that this page breaks, with where. */
  List<?> barriers() {
    driver.executeScript(axe());
    return (List<?>)
        Objects.requireNonNull(
            driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
                axe.run(document, { runOnly: rules }).then(({ violations }) => done(violations.map(
                    ({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))));
                """));
  }

  /** Keeps a picture of the whole page as a build artefact. */
  void picture(String name) {
    try {
      Files.createDirectories(PICTURES);
      var whole = Map.<String, Object>of("captureBeyondViewport", true, "format", "png");
      var taken = driver.executeCdpCommand("Page.captureScreenshot", whole);
      byte[] picture = Base64.getDecoder().decode(String.valueOf(taken.get("data")));
      Files.write(PICTURES.resolve(name + ".png"), picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private WebElement shown(By what) {
    try {
      return driver.findElements(what).stream()
          .filter(WebElement::isDisplayed)
          .reduce((outer, inner) -> inner)
          .orElse(null);
    } catch (StaleElementReferenceException replaced) {
      return null;
    }
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static Stream<Path> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(Browser::installed);
  }

  private static Stream<Path> installed(String name) {
    return DIRECTORIES.stream().map(at -> Path.of(at, name)).filter(Files::isExecutable);
  }

  private static String axe() {
    String at = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (var in = Objects.requireNonNull(Browser.class.getResourceAsStream(at), at)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
