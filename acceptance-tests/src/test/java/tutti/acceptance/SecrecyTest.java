package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.acceptance.SecretCollector.Signing;
import tutti.agent.Bus;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.SigningFailedException;
import tutti.agent.vertx.VertxBus;
import tutti.protocol.Limit;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;

/** P2: no secret leaves the signer's process, whatever becomes of the session. */
class SecrecyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final RequestOptions SHORT =
      new RequestOptions(null, 700L, false, null, null, null, null);

  private static LocalCluster cluster;
  private static Bus bus;

  private final List<SecretCollector> collectors = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.start(
            settings ->
                settings
                    .with(Limit.ADVERTISEMENT_INTERVAL, "0ms")
                    .with(Settings.SWEEP_INTERVAL, "100ms"));
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void forgetOtherTests() {
    collectors.clear();
  }

  @Test
  void isKeptInSessionsOfEveryEnd() {
    try (Surveillance surveillance = new Surveillance(cluster)) {
      completes(surveillance, null);
      completes(surveillance, new RequestOptions(false, null, false, null, null, null, null));
      isAbortedAndRetried(surveillance);
      hasACheater(surveillance);
      hasABrokenEngine(surveillance);
      isRejected(surveillance);
      isLiedTo(surveillance);
      expires(surveillance);
      surveillance.copyMaps();

      List<byte[]> secrets = collectors.stream().flatMap(one -> one.secrets().stream()).toList();
      assertThat(secrets).hasSizeGreaterThan(40);
      for (String where : List.of("sent", "received", "entry", "log tutti", "log", "exception")) {
        assertThat(surveillance.count(where)).as(where).isPositive();
      }
      SecretSearch search = new SecretSearch(secrets);
      for (Surveillance.Seen seen : surveillance.seen()) {
        assertThat(search.in(seen.bytes().toArray())).as(seen.where()).isEmpty();
      }
    }
  }

  @Test
  void isFoundWhereverItIsPlanted() {
    SecretCollector collector = new SecretCollector(Signing.RIGHTLY);
    try (Group group = group(1, collector, Policy.approveAll(), new Diary())) {
      byte[] secret = collector.secrets().get(0);
      SecretSearch search = new SecretSearch(List.of(secret));
      try (Surveillance surveillance = new Surveillance(cluster)) {
        String hex = SecretSearch.forms(secret).get("hex");
        cluster.vertx().eventBus().publish("tutti.planted", hex);
        cluster.context().hazelcast().getMap("planted").put("secret", secret);
        org.slf4j.LoggerFactory.getLogger("tutti.planted").trace("a key: {}", hex);
        surveillance.note(new IllegalStateException(hex));
        surveillance.copyMaps();

        for (String where :
            List.of("sent tutti.planted", "entry", "log tutti.planted", "exception")) {
          assertThat(surveillance.seen())
              .as(where)
              .filteredOn(seen -> seen.where().equals(where))
              .anyMatch(seen -> !search.in(seen.bytes().toArray()).isEmpty());
        }
      } finally {
        cluster.context().hazelcast().getMap("planted").destroy();
      }
      assertThat(group.agents()).hasSize(1);
    }
  }

  @Test
  void isFoundInEveryForm() {
    byte[] secret = new byte[32];
    new java.util.Random(7).nextBytes(secret);
    SecretSearch search = new SecretSearch(List.of(secret));

    SecretSearch.forms(secret)
        .forEach(
            (form, text) -> {
              byte[] around = ("<<" + text + ">>").getBytes(StandardCharsets.ISO_8859_1);
              assertThat(search.in(around)).as(form).contains(form);
            });
    assertThat(search.in("nothing of it".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private void completes(Surveillance surveillance, @Nullable RequestOptions options) {
    Diary diary = new Diary();
    try (Group group = group(3, collector(Signing.RIGHTLY), Policy.approveAll(), diary)) {
      var advertisement =
          new Advertisement(
              List.of("spend"), null, null, null, System.currentTimeMillis() + 60_000, null);
      Group.await(group.agent(0).advertise(advertisement));
      SigningRequest request = group.request(2, options);
      surveillance.note("signatures", group.sign(request));
      diary.outcome();
      Group.await(group.agent(0).withdraw());
    }
    surveillance.note("events", diary.events());
  }

  private void isAbortedAndRetried(Surveillance surveillance) {
    Diary diary = new Diary();
    AtomicBoolean hold = new AtomicBoolean(true);
    Policy slow =
        proposed ->
            proposed.stage() == ProposedSigning.Stage.SIGN && hold.get()
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(Decision.approve());
    try (Group group = group(2, collector(Signing.RIGHTLY), slow, diary)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      var handle = Group.await(group.agent(0).announce(request));
      SessionId first = new SessionTerms(handle.requestId(), request, 1).sessionId();
      await()
          .atMost(PATIENCE)
          .until(() -> diary.events().toString().contains(NoncesComplete.class.getSimpleName()));
      Group.await(group.agent(0).abort(first, "once more"));
      surveillance.note(catchThrowable(() -> handle.signatures().join()));
      hold.set(false);
      SessionId second = Group.await(group.agent(0).retry(first)).sessionId();
      surveillance.note("signatures", Group.await(group.agent(0).finalSignatures(second)));
    }
    surveillance.note("events", diary.events());
  }

  private void hasACheater(Surveillance surveillance) {
    ends(surveillance, new Setting(Policy.approveAll(), bus, Signing.WRONGLY));
  }

  private void hasABrokenEngine(Surveillance surveillance) {
    ends(surveillance, new Setting(Policy.approveAll(), bus, Signing.BROKEN));
  }

  private void isRejected(Surveillance surveillance) {
    Policy later =
        Policy.of(proposed -> proposed.stage() == ProposedSigning.Stage.JOIN, "on second thoughts");
    ends(surveillance, new Setting(later, bus, Signing.RIGHTLY));
  }

  private void isLiedTo(Surveillance surveillance) {
    TamperedBus tampered =
        new TamperedBus(bus).editing(NoncesComplete.class, set -> Sets.others(0, set));
    ends(surveillance, new Setting(Policy.approveAll(), tampered, Signing.RIGHTLY));
  }

  private void expires(Surveillance surveillance) {
    Policy never =
        proposed ->
            proposed.stage() == ProposedSigning.Stage.SIGN
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(Decision.approve());
    ends(surveillance, new Setting(never, bus, Signing.RIGHTLY));
  }

  /** How one member of a group differs from the others. */
  private record Setting(Policy policy, Bus bus, Signing signing) {}

  /** A session of two that fails because of the second one. */
  private void ends(Surveillance surveillance, Setting setting) {
    Diary diary = new Diary();
    SecretCollector odd = collector(setting.signing());
    SecretCollector honest = collector(Signing.RIGHTLY);
    try (Group group =
        Group.of(
            2,
            member -> member == 1 ? setting.bus() : bus,
            (member, agent) ->
                agent
                    .listener(diary)
                    .policy(member == 1 ? setting.policy() : Policy.approveAll())
                    .engine(member == 1 ? odd : honest))) {
      honest.add(group.key(0));
      odd.add(group.key(1));
      SigningRequest request = group.request(1, SHORT);
      var handle = Group.await(group.agent(0).announce(request));
      Throwable end = catchThrowable(() -> handle.signatures().join());
      assertThat(end).hasCauseInstanceOf(SigningFailedException.class);
      surveillance.note(end);
    }
    surveillance.note("events", diary.events());
  }

  private Group group(int signers, SecretCollector collector, Policy policy, Diary diary) {
    Group group =
        Group.of(
            signers,
            member -> bus,
            (member, agent) -> agent.engine(collector).policy(policy).listener(diary));
    IntStream.range(0, signers).mapToObj(group::key).forEach(collector::add);
    return group;
  }

  private SecretCollector collector(Signing signing) {
    SecretCollector collector = new SecretCollector(signing);
    collectors.add(collector);
    return collector;
  }
}
