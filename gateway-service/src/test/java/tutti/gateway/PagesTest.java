package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's pages, as they leave the gateway. */
class PagesTest {
  private static RunningGateway gateway;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console"})
  void leadsToThePage(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isIn(301, 302);
    assertThat(response.headers().firstValue("Location")).hasValue("/console/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/", "/console/console.css", "/console/none"})
  void letsThePageRunOnlyWhatIsServedHere(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
  }

  @Test
  void sendsTextAsWhatItIs() throws Exception {
    assertThat(get("/console/").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    assertThat(get("/console/console.css").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/css");
    assertThat(get("/console/icon.svg").headers().firstValue("Content-Type").orElse(""))
        .startsWith("image/svg+xml");
  }

  @Test
  void sendsNothingTwiceThatHasNotChanged() throws Exception {
    String date = get("/console/console.css").headers().firstValue("Last-Modified").orElseThrow();
    HttpRequest again = request("/console/console.css").header("If-Modified-Since", date).build();

    assertThat(client.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../../META-INF/MANIFEST.MF",
        "/console/..%2f..%2flogback-test.xml",
        "/console/%2e%2e/%2e%2e/logback-test.xml",
        "/console/..\\..\\logback-test.xml",
        "/console/%00",
        "//console/../logback-test.xml",
        "/console/.hidden"
      })
  void showsNothingBesidesThePage(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1");

    assertThat(answer).matches("(?s)HTTP/1\\.1 (30|40)\\d .*");
    assertThat(answer).doesNotContain("appender", "Manifest-Version");
  }

  @Test
  void takesNothingIn() throws Exception {
    HttpRequest post =
        request("/console/index.html").POST(HttpRequest.BodyPublishers.ofString("x")).build();

    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isIn(404, 405);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.origin() + path));
  }

  /** As no client would write it. */
  private static String raw(String line) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      String host = "127.0.0.1:" + gateway.port();
      String request = line + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
