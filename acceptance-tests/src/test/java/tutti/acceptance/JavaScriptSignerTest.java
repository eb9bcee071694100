package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.acceptance.LocalCluster.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.agent.Drive;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.gateway.GatewayVerticle;
import tutti.musig2.Signature;
import tutti.protocol.ElectionMethod;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.json.Wire;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Evidence;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/** The JavaScript client signs with Java signers, through a real gateway. */
@ExtendWith(NpmPackage.class)
class JavaScriptSignerTest {
  private static final RequestOptions WITHOUT_COMMITMENTS =
      new RequestOptions(false, null, false, null, null, null, null);

  private static LocalCluster cluster;
  private static GatewayVerticle gateway;
  private static String deployment;
  private static NodeSigners node;
  private static Bus bus;
  private static String url;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    open(0);
    url = "http://127.0.0.1:" + gateway.port();
    bus = new VertxBus(cluster.vertx());
    node = NodeSigners.start();
  }

  @AfterAll
  static void stop() {
    node.close();
    cluster.close();
  }

  @Test
  void passesItsOwnTests() {
    assertThat(NpmPackage.run("test", "npm", "test")).contains("# fail 0");
  }

  @Test
  void isBundledForBrowsersThatForbidEval() throws IOException {
    NpmPackage.run("bundle", "npm", "run", "bundle");

    Path bundle = NpmPackage.INSTALLED.resolve(Path.of("dist", "browser", "tutti-client.js"));
    assertThat(Files.readString(bundle))
        .contains("SecretKey")
        .doesNotContain("eval(", "new Function", "require(", "node:", "://");
  }

  @ParameterizedTest(name = "{0} in Java and {1} in JavaScript, announced in {2}")
  @CsvSource({"2,1,Java", "2,1,JavaScript", "1,2,Java", "1,2,JavaScript"})
  void signsWithSignersInJava(int inJava, int inScript, String creator) {
    try (MixedGroup group = group(inJava, inScript)) {
      var request = group.request(creator.equals("JavaScript"), tweaked(), Group.NO_BROADCAST);

      assertSigned(group, request);
    }
  }

  @Test
  void signsWithoutNonceCommitments() {
    try (MixedGroup group = group(1, 1)) {
      assertSigned(group, group.request(true, tweaked(), WITHOUT_COMMITMENTS));
    }
  }

  @Test
  void fetchesWhatIsTooLargeForAnEvent() {
    try (MixedGroup group = group(2, 2)) {
      List<SigningItem> items =
          IntStream.range(0, 64).mapToObj(i -> SigningItem.of(Group.message(i))).toList();

      assertSigned(group, group.request(false, items, Group.NO_BROADCAST));
    }
  }

  @ParameterizedTest
  @CsvSource({"wrong-signature,INVALID_PARTIAL_SIGNATURE", "other-nonce,COMMITMENT_MISMATCH"})
  void isBlamedWhenItCheats(String cheat, String code) {
    try (MixedGroup group = group(1, 1).script(url, cheat)) {
      assertBlamed(group, code);
    }
  }

  @Test
  void isBlamedWhenItContradictsItself() {
    try (MixedGroup group = new MixedGroup(node).script(url, null)) {
      // As long as one has not committed, the second word comes in the same round.
      group.java(bus, agent -> agent.drive(Drive.MANUAL)).script(url, "two-commitments");

      assertBlamed(group, "EQUIVOCATION");
    }
  }

  @Test
  void namesASignerInJavaThatCheats() {
    UnaryOperator<AgentBuilder> cheat =
        agent -> agent.engine(new CheatingEngine(0, CheatingEngine::otherThan));
    try (MixedGroup group = new MixedGroup(node).java(bus, cheat).script(url, null)) {
      SigningRequest request = group.request(true, tweaked(), Group.NO_BROADCAST);
      SessionId session = MixedGroup.session(group.announce(request), request);

      JsonNode outcome = node.about(group.script(0), "outcome", session);

      int cheater = request.orderedKeys().indexOf(group.java(0).publicKey());
      assertThat(outcome.at("/failure/code").asText()).isEqualTo("INVALID_PARTIAL_SIGNATURE");
      assertThat(outcome.at("/failure/culprit").asInt(-1)).isEqualTo(cheater);
      assertThat(node.lies(group.script(0))).isEmpty();
    }
  }

  @Test
  void broadcastsWhenItIsElected() {
    var options = new RequestOptions(null, null, true, null, ElectionMethod.CREATOR, null, null);
    try (MixedGroup group = group(1, 1)) {
      SigningRequest request = group.request(true, tweaked(), options);
      SessionId session = MixedGroup.session(group.announce(request), request);

      var confirmed = group.diary(0).awaitHeard(BroadcastConfirmed.class, any -> true);

      assertThat(confirmed.reference()).isEqualTo("broadcast of " + session.hex());
      assertThat(confirmed.coordinator()).isEqualTo(request.orderedKeys().indexOf(group.script(0)));
    }
  }

  @Test
  void comesBackWhenTheGatewayDoes() {
    try (MixedGroup group = group(0, 2)) {
      int port = gateway.port();
      await(cluster.vertx().undeploy(deployment));
      group.java(bus, agent -> agent);
      SigningRequest request = group.request(false, tweaked(), Group.NO_BROADCAST);
      RequestId id = group.announce(request); // nobody tells those who are away

      open(port);

      assertThat(group.results(id)).hasSize(3).allMatch(one -> Group.verifies(request, one));
    }
  }

  private static void open(int port) {
    ServiceContext inside = cluster.context();
    Settings settings = inside.settings().with(EdgeSettings.HTTP_PORT, String.valueOf(port));
    gateway =
        new GatewayVerticle(
            new ServiceContext(
                inside.vertx(),
                inside.bus(),
                inside.hazelcast(),
                inside.limits(),
                settings,
                inside.clock(),
                inside.meters()));
    deployment = await(cluster.vertx().deployVerticle(gateway));
  }

  private static MixedGroup group(int inJava, int inScript) {
    MixedGroup group = new MixedGroup(node);
    IntStream.range(0, inJava).forEach(i -> group.java(bus, agent -> agent));
    IntStream.range(0, inScript).forEach(i -> group.script(url, null));
    return group;
  }

  private static List<SigningItem> tweaked() {
    var tweaks =
        List.of(new ItemTweak(Group.message(7), false), new ItemTweak(Group.message(8), true));
    return List.of(
        new SigningItem(Group.message(1), tweaks),
        SigningItem.of(Group.message(2)),
        new SigningItem(Group.message(3), tweaks.subList(1, 2)));
  }

  /** All hold the same signatures, which are valid, and nobody was called a liar. */
  private static void assertSigned(MixedGroup group, SigningRequest request) {
    List<List<Signature>> results = group.results(group.announce(request));

    assertThat(Group.verifies(request, results.get(0))).isTrue();
    assertThat(results).allMatch(results.get(0)::equals);
    assertThat(group.diary(0).lies()).isEmpty();
    assertThat(node.lies(group.script(0))).isEmpty();
  }

  /** The last of the JavaScript signers is named by all others, who hold the proof. */
  private static void assertBlamed(MixedGroup group, String code) {
    SigningRequest request = group.request(true, tweaked(), Group.NO_BROADCAST);
    SessionId session = MixedGroup.session(group.announce(request), request);
    int cheater = request.orderedKeys().indexOf(group.script(1));

    JsonNode told = node.about(group.script(0), "outcome", session);
    assertThat(told.at("/failure/code").asText()).isEqualTo(code);
    assertThat(told.at("/failure/culprit").asInt(-1)).isEqualTo(cheater);
    var outcome = (Outcome.NotSigned) group.diary(0).outcome();
    assertThat(outcome.failure().code().name()).isEqualTo(code);
    assertThat(outcome.failure().culprit()).isEqualTo(cheater);

    JsonNode proof = node.about(group.script(0), "evidence", session);
    var evidence =
        Wire.readLenient((com.fasterxml.jackson.databind.node.ObjectNode) proof, Evidence.class);
    assertThat(evidence.signerIndex()).isEqualTo(cheater);
    assertThat(Accusation.flaw(evidence)).isEmpty();
  }
}
