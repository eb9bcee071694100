package tutti.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.openqa.selenium.By;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/** A gateway with services behind it, and its console in a real browser. */
final class RunningConsole implements AutoCloseable {
  static final String PASSPHRASE = "correct horse battery";

  private final LocalCluster cluster;
  private final Bus bus;
  private final Browser browser;
  private final String origin;

  private RunningConsole(LocalCluster cluster, String origin) {
    this.cluster = cluster;
    this.origin = origin;
    this.bus = new VertxBus(cluster.vertx());
    this.browser = Browser.open();
  }

  /** Skips the tests where there is no browser. */
  static RunningConsole start(UnaryOperator<Settings> change) {
    assumeTrue(Browser.isInstalled(), "needs a browser: Debian's chromium and chromium-driver");
    assumeTrue(
        RunningConsole.class.getResource("/webroot/console/console.js") != null,
        "the console was left out: there is no esbuild for this platform");
    LocalCluster cluster =
        LocalCluster.start(settings -> change.apply(settings.with(EdgeSettings.HTTP_PORT, "0")));
    return new RunningConsole(cluster, cluster.gateway());
  }

  static RunningConsole start() {
    return start(settings -> settings);
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** The bus inside, for signers in Java. */
  Bus bus() {
    return bus;
  }

  Browser browser() {
    return browser;
  }

  /** Opens the page as if for the first time. */
  Browser openAnew() {
    browser.size(1200, 900);
    browser.scheme("light");
    browser.visit(origin);
    browser.see(By.id("view-title"));
    browser.run("localStorage.clear()");
    return browser;
  }

  PublicKey createKey() {
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

  void unlock() {
    browser.follow("Sign");
    browser.fill("Passphrase", PASSPHRASE);
    browser.click("Unlock");
  }

  PublicKey ownKey() {
    var code = browser.see(By.xpath("//main/p[contains(., 'You sign with')]//code"));
    return PublicKey.fromHex(String.valueOf(code.getDomAttribute("title")));
  }

  /** A request of the group's first signer that names the browser's key too. */
  static SigningRequest request(Group group, PublicKey own, String purpose) {
    List<PublicKey> keys = new ArrayList<>(group.publicKeys());
    keys.add(own);
    return SigningRequest.by(group.publicKeys().get(0), keys)
        .items(List.of(SigningItem.of(Group.message(1)), SigningItem.of(Group.message(2))))
        .purpose(purpose)
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }

  static Advertisement advertisement() {
    long expiresAt = System.currentTimeMillis() + 600_000;
    return new Advertisement(List.of("spend"), null, null, 250L, expiresAt, null);
  }

  /** What is shown on one card, beside its heading. */
  static By card(String heading, String text) {
    return By.xpath(
        "//article[.//h4[normalize-space(.)='%s'] and contains(., '%s')]".formatted(heading, text));
  }

  static By copyOf(PublicKey key) {
    return By.cssSelector("code[title='%s']".formatted(key.hex()));
  }

  /** As everybody may see it. */
  void pictures(String name) {
    browser.picture(name + "-light");
    browser.scheme("dark");
    browser.picture(name + "-dark");
    browser.scheme("light");
    browser.size(360, 800);
    browser.picture(name + "-narrow");
    browser.size(1200, 900);
  }

  @Override
  public void close() {
    browser.close();
    cluster.close();
  }
}
