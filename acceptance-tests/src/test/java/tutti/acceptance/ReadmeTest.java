package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Policy;
import tutti.agent.SigningHandle;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;

/** What the first pages promise is what the code does. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void showsJavaThatSigns() throws IOException {
    try (LocalCluster cluster = LocalCluster.start();
        Group other = Group.of(1, new VertxBus(cluster.vertx()));
        SecretKey key = SecretKey.generate()) {
      List<PublicKey> keys = List.of(key.publicKey(), other.publicKeys().get(0));

      assertThat(sign(cluster.vertx(), key, keys, Group.message(1))).hasSize(1);
    }

    String source = Files.readString(Path.of("src/test/java/tutti/acceptance/ReadmeTest.java"));
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(words(between(readme, "```java\n", "```")))
        .isEqualTo(words(between(source, "// as in the README\n", "// end")));
  }

  @Test
  void hasAnExampleConfigurationThatIsValid() {
    String file = ROOT.resolve("deploy/tutti.example.yaml").toString();

    assertThat(Settings.load(Map.of("config-file", file), Map.of()).get(Settings.CLUSTER_NAME))
        .isEqualTo("tutti");
  }

  private static List<Signature> sign(
      Vertx vertx, SecretKey key, List<PublicKey> keys, Bytes message) {
    long expiresAt = System.currentTimeMillis() + 60_000;
    // as in the README
    Agent agent =
        Agent.builder(new VertxBus(vertx)).key(key).policy(Policy.approveAll()).start().join();
    SigningRequest request =
        SigningRequest.by(agent.publicKey(), keys)
            .items(List.of(SigningItem.of(message)))
            .purpose("rent, March")
            .expiresAt(expiresAt)
            .build();
    SigningHandle handle = agent.announce(request).join();
    List<Signature> signatures = handle.signatures().join();
    // end
    agent.close();
    return signatures;
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String words(String code) {
    return String.join(" ", code.strip().split("\\s+"));
  }
}
