package tutti.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;

/** Any HTTP client, as the JDK has it. */
public final class RestClient {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String origin;

  public RestClient(String origin) {
    this.origin = origin;
  }

  /** What was answered. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return Wire.mapper().readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(response.body(), e);
      }
    }

    /** The code of a refusal, which has the status that goes with it. */
    public ErrorCode code() {
      if (!header("Content-Type").equals("application/problem+json")) {
        throw new AssertionError("no problem: " + status() + " " + response.body());
      }
      return ErrorCode.valueOf(json().get("code").asText());
    }
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  public Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  public Answer post(String path, @Nullable Object record, String... headers) {
    return post(path, record == null ? new byte[0] : Wire.write(record), headers);
  }

  public Answer post(String path, byte[] body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** A token for who holds this key. */
  public String logIn(SecretKey key) {
    JsonNode challenge = post("/v1/login/challenge", new ChallengeQuery(key.publicKey())).json();
    LoginChallenge read = Wire.readLenient(Wire.write(challenge), LoginChallenge.class);
    return post("/v1/login", BridgeClient.login(key, read, origin)).json().get("token").asText();
  }

  public HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request : request.headers(headers);
  }

  public HttpClient client() {
    return client;
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
