package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.fuzz.FuzzedGateway.Answer;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;

/**
 * Bytes as a request to a running gateway: the first chooses what is asked, the others are the
 * body, or the path and its parameters. It is answered, with the status of its code and JSON of the
 * contract, nothing of it gets into the head of the answer, and nothing is a bug.
 */
public final class RestFuzzer {
  private static final String ID = "a".repeat(64);
  private static final String KEY = "02" + "a".repeat(64);

  private static final List<String> POSTS =
      List.of(
          "login/challenge",
          "login",
          "signers",
          "signers/" + KEY + "/withdrawal",
          "requests",
          "requests/" + ID + "/joins",
          "requests/" + ID + "/declines",
          "requests/" + ID + "/cancellation",
          "sessions/" + ID + "/nonce-commitments",
          "sessions/" + ID + "/nonces",
          "sessions/" + ID + "/partial-signatures",
          "sessions/" + ID + "/abort",
          "sessions/" + ID + "/close",
          "sessions/" + ID + "/retry",
          "sessions/" + ID + "/broadcast-confirmation",
          "sessions/" + ID + "/broadcast-failure",
          "admin/bans",
          "admin/api-keys",
          "admin/webhooks");

  private static final List<String> GETS =
      List.of(
          "signers?transactionTypes=a,b&sort=fee&limit=1",
          "signers/" + KEY,
          "requests?publicKey=" + KEY + "&states=OPEN&limit=5",
          "requests/" + ID,
          "sessions/" + ID + "/events?after=0",
          "sessions/" + ID + "/contributions?kind=nonces&from=0",
          "sessions/" + ID + "/evidence",
          "events?topics=none",
          "admin/bans",
          "admin/bans/key:" + KEY);

  private static @Nullable FuzzedGateway gateway;

  private RestFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.REST.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int choice = input[0] & 0xff;
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    if (choice < POSTS.size()) {
      String head =
          "POST /v1/%s HTTP/1.1\r\nContent-Type: application/json\r\n".formatted(POSTS.get(choice));
      check(connection().request(head, rest));
    } else {
      check(connection().request("GET /v1/" + target(rest) + " HTTP/1.1\r\n", new byte[0]));
    }
  }

  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] named : Messages.namedExamples()) {
      String[] parts = new String(named, UTF_8).split("\n", 2);
      for (int i = 0; i < POSTS.size(); i++) {
        if (parts[0].endsWith(".request") && (i + parts[0].length()) % 3 == 0) {
          seeds.add(seed(i, parts[1]));
        }
      }
    }
    GETS.forEach(target -> seeds.add(seed(0xff, target)));
    return seeds;
  }

  private static byte[] seed(int choice, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] seed = new byte[bytes.length + 1];
    seed[0] = (byte) choice;
    System.arraycopy(bytes, 0, seed, 1, bytes.length);
    return seed;
  }

  private static FuzzedGateway connection() {
    if (gateway == null) {
      gateway = FuzzedGateway.requests();
    }
    return gateway;
  }

  /** What cannot stand in the first line of a request is written as browsers do. */
  private static String target(byte[] bytes) {
    StringBuilder target = new StringBuilder();
    for (byte one : bytes) {
      boolean plain = one > ' ' && one < 0x7f && one != '#';
      target.append(plain ? String.valueOf((char) one) : "%%%02x".formatted(one & 0xff));
    }
    return target.toString();
  }

  private static void check(Answer answer) {
    if (answer.status() == 0) {
      return; // cut off, as a request may be that is none
    }
    assertThat(answer.status()).as(answer.body()).isNotEqualTo(500);
    if (!answer.head().contains("application/problem+json")) {
      assertThat(answer.status()).as(answer.head()).isBetween(200, 499);
      return;
    }
    JsonNode problem = Wire.read(answer.body().getBytes(UTF_8), ObjectNode.class);
    ErrorCode code = ErrorCode.valueOf(problem.path("code").asText());
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(code).as(answer.body()).isNotEqualTo(ErrorCode.INTERNAL);
  }
}
