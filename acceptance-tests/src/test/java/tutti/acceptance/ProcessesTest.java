package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tutti.agent.Bus;
import tutti.agent.SigningHandle;
import tutti.agent.vertx.VertxBus;
import tutti.cli.Main;
import tutti.musig2.PublicKey;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Each service and some signers as processes of their own, with other signers in this one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessesTest {
  private static final List<String> SERVICES = List.of("session", "crypto", "request", "discovery");
  private static final int HIGHEST_PORT = 60_000;

  private static final Map<String, OwnProcess> PROCESSES = new LinkedHashMap<>();
  private static List<PublicKey> remote = List.of();
  private static TuttiNode here;
  private static Bus bus;

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings =
        Map.of(
            "cluster-name",
            "processes-" + UUID.randomUUID(),
            "cluster-port",
            String.valueOf(freePort()));
    for (String service : SERVICES) {
      List<String> arguments = new ArrayList<>(List.of("serve", service));
      flags(settings).forEach((name, value) -> arguments.add("--" + name + "=" + value));
      PROCESSES.put(service, OwnProcess.start(service, Main.class, arguments));
    }
    List<String> arguments = new ArrayList<>(List.of("2"));
    flags(settings).forEach((name, value) -> arguments.addAll(List.of(name, value)));
    PROCESSES.forEach((service, process) -> process.awaitLine("tutti " + service + " ready"));
    OwnProcess signers = OwnProcess.start("signers", SignerProcess.class, arguments);
    PROCESSES.put("signers", signers);
    here =
        LocalCluster.await(
            TuttiNode.start(Settings.load(flags(settings), Map.of(), Map.of("role", "lite"))));
    bus = new VertxBus(here.context().vertx());
    remote =
        Arrays.stream(signers.awaitLine("ready ").split(" ", -1))
            .skip(1)
            .map(PublicKey::fromHex)
            .toList();
  }

  @AfterAll
  static void stop() {
    PROCESSES.values().forEach(OwnProcess::kill);
    LocalCluster.await(here.close());
  }

  @Test
  @Order(1)
  void findsSignersThatAnotherProcessAdvertises() {
    try (Group group = Group.of(1, bus)) {
      SignerPage page =
          Group.await(
              group
                  .agent(0)
                  .findSigners(
                      new SignerQuery(List.of("spend"), null, null, null, null, null, null, null)));

      assertThat(page.signers())
          .extracting(found -> found.advertisement().signer())
          .containsExactlyInAnyOrderElementsOf(remote);
    }
  }

  @Test
  @Order(2)
  void completesSessionsOfTwoAndOfThreeAcrossProcesses() {
    try (Group group = Group.of(1, bus)) {
      PublicKey self = group.agent(0).publicKey();
      List<SigningRequest> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<PublicKey> keys = new ArrayList<>(List.of(self, remote.get(i % 2)));
        if (i % 4 == 3) {
          keys.add(remote.get(0));
        }
        requests.add(request(keys, i));
      }

      List<SigningHandle> announced =
          requests.stream().map(group.agent(0)::announce).toList().stream()
              .map(Group::await)
              .toList();

      for (int i = 0; i < requests.size(); i++) {
        assertThat(Group.verifies(requests.get(i), Group.await(announced.get(i).signatures())))
            .isTrue();
      }
    }
  }

  @Test
  @Order(3)
  void stopsEachProcessInOrderAndLeavesNothingBehind() throws InterruptedException {
    List<ProcessHandle> children = new ArrayList<>();
    PROCESSES.values().forEach(process -> children.addAll(process.children()));
    List<String> inOrder = new ArrayList<>(PROCESSES.keySet());
    java.util.Collections.reverse(inOrder); // whoever holds the documents comes last

    for (String name : inOrder) {
      OwnProcess process = PROCESSES.get(name);
      process.terminate();
      int code = process.awaitExit();
      if (SERVICES.contains(name)) {
        assertThat(code).as(name).isZero();
        assertThat(process.said()).contains("tutti " + name + " stopped");
      }
    }

    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  private static SigningRequest request(List<PublicKey> keys, int number) {
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(SigningItem.of(Group.message(number))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }

  private static Map<String, String> flags(Map<String, String> settings) {
    Map<String, String> flags = new LinkedHashMap<>(settings);
    flags.put("cluster-members", "127.0.0.1:" + settings.get("cluster-port"));
    return flags;
  }

  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
