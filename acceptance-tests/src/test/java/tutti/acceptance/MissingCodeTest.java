package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.agent.vertx.VertxBus;
import tutti.cli.serve.PrivateCluster;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;

/** A member that would hold copies of documents, but lacks the code that changes them. */
class MissingCodeTest {
  private final Map<String, String> settings = PrivateCluster.flags(Map.of());
  private LocalCluster cluster;
  private OwnProcess incomplete;

  @BeforeEach
  void start() {
    cluster = LocalCluster.start(defaults -> Settings.load(settings, Map.of()));
  }

  @AfterEach
  void stop() {
    if (incomplete != null) {
      incomplete.kill();
    }
    cluster.close();
  }

  @Test
  void holdsNoDocumentsWhereTheCodeThatChangesThemIsMissing() throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(MemberProcess.class.getName()));
    settings.forEach((name, value) -> words.add(name + "=" + value));
    incomplete = OwnProcess.start("incomplete", List.of(), withoutSessions(), words);

    assertThat(incomplete.awaitExit()).isEqualTo(1);

    assertThat(incomplete.lines("refused")).containsExactly("refused CONFLICT");
    try (Group group = Group.of(2, new VertxBus(cluster.vertx()))) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  private static String withoutSessions() {
    String[] path = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    String left =
        Arrays.stream(path)
            .filter(element -> !element.contains("session-service"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(left).isNotEqualTo(String.join(File.pathSeparator, path));
    return left;
  }
}
