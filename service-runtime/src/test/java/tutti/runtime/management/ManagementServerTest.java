package tutti.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.json.Wire;
import tutti.runtime.cluster.Nodes;

class ManagementServerTest {
  private final ManagementServer server = Nodes.await(ManagementServer.start("127.0.0.1", 0));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    Nodes.await(server.close());
  }

  @Test
  void isAliveButNotReadyBeforeAnythingIsKnown() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/healthcheck").statusCode()).isEqualTo(503);
  }

  @Test
  void isReadyWhenEveryCheckIsUp() throws Exception {
    server.health(() -> Health.of(List.of(Check.up("joined"))));

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(Wire.mapper().readTree(get("/healthcheck").body()))
        .isEqualTo(
            Wire.mapper()
                .readTree(
                    """
                    {"outcome": "UP", "checks": [{"name": "joined", "outcome": "UP"}]}
                    """));
  }

  @Test
  void saysWhichCheckIsDownAndStaysAlive() throws Exception {
    server.health(
        () -> Health.of(List.of(Check.up("joined"), Check.down("quorum", "1 data member"))));

    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    JsonNode health = Wire.mapper().readTree(get("/healthcheck").body());
    assertThat(health.path("outcome").asText()).isEqualTo("DOWN");
    assertThat(health.path("checks").path(1).path("detail").asText()).isEqualTo("1 data member");
  }

  @Test
  void answersOneMorePath() throws Exception {
    server.route("/metrics", request -> request.response().end("tutti_up 1\n"));

    assertThat(get("/metrics").body()).isEqualTo("tutti_up 1\n");
  }

  @Test
  void refusesOtherPathsAndOtherMethods() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/livez/").statusCode()).isEqualTo(404);
    HttpRequest post = request("/livez").POST(BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void survivesWhatItIsToTell() throws Exception {
    server.health(
        () -> {
          throw new IllegalStateException("broken on purpose");
        });

    assertThat(get("/readyz").statusCode()).isEqualTo(500);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void startsNotWhereSomebodyListensAlready() {
    assertThatThrownBy(() -> Nodes.await(ManagementServer.start("127.0.0.1", server.port())))
        .hasRootCauseInstanceOf(java.net.BindException.class);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
