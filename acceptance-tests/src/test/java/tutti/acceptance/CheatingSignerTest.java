package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.agent.Bus;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.KeySort;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.Spend;

/** A signer who signs wrongly is named, by proof, and nobody else is. */
class CheatingSignerTest {
  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "of {0} signers, speaking {1}")
  @CsvSource({"2,first", "2,last", "3,first", "3,last", "10,first", "10,last"})
  void isNamedForAWrongPartialSignature(int signers, String turn) {
    Queue queue = new Queue(signers, turn.equals("first"));
    try (Cheat cheat = new Cheat(signers, queue, CheatingEngine::otherThan, 0)) {
      cheat.announce(1);

      cheat.assertNamed();
    }
  }

  @Test
  void isNamedForOneWrongItemOfSeveral() {
    try (Cheat cheat = new Cheat(3, new Queue(3, false), CheatingEngine::otherThan, 3)) {
      cheat.announce(5);

      cheat.assertNamed();
    }
  }

  static Stream<UnaryOperator<PartialSignature>> noNumbers() {
    return Stream.of(
        right -> new PartialSignature(Bytes.fromHex("00".repeat(32))),
        right -> new PartialSignature(Bytes.fromHex("ff".repeat(32))));
  }

  @ParameterizedTest
  @MethodSource("noNumbers")
  void isNamedForWhatIsNoPartialSignatureAtAll(UnaryOperator<PartialSignature> change) {
    try (Cheat cheat = new Cheat(2, new Queue(2, true), change, 0)) {
      cheat.announce(1);

      cheat.assertNamed();
    }
  }

  @Test
  void doesNotKeepTheOthersFromSigningAgainWithoutIt() {
    try (Cheat cheat = new Cheat(2, new Queue(2, true), CheatingEngine::otherThan, 0)) {
      cheat.announce(1);
      cheat.assertNamed();
      // It signs rightly from its second item on; so does the next attempt.
      SessionId next = Group.await(cheat.honest().retry(cheat.session())).sessionId();

      assertThat(Group.await(cheat.honest().finalSignatures(next))).hasSize(1);
    }
  }

  /** Whoever is in the aggregation where the cheat is among the signers has signed rightly. */
  @Test
  void namesWhoSignsWronglyThoughItsKeyIsElsewhereInTheAggregation() {
    List<SecretKey> keys = Stream.generate(SecretKey::generate).limit(3).toList();
    Company company =
        new Company(
            3,
            bus,
            (signer, agent) -> {
              agent.participantKeys(new AnyOf(keys));
              if (signer == 2) {
                agent.engine(new CheatingEngine(1, CheatingEngine::otherThan));
              }
            });
    try (company) {
      Group group = company.group();
      List<PublicKey> sorted = KeySort.sort(keys.stream().map(SecretKey::publicKey).toList());
      Psbt psbt =
          new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, sorted, SighashType.DEFAULT).version2(2);
      ParticipantMatch[] turned = new ParticipantMatch[3];
      for (int member = 0; member < 3; member++) {
        int place = (group.index(group.publicKeys().get(member)) + 1) % 3;
        turned[member] = ParticipantMatch.key(sorted.get(place));
      }
      SigningRequest request = GroupPsbt.terms(group, psbt, turned);
      int cheater = group.index(group.publicKeys().get(2));

      SessionId session = company.announce(request);

      for (int honest = 0; honest < 2; honest++) {
        var end = (Outcome.NotSigned) company.diary(group.agent(honest)).outcome();
        assertThat(end.failure().code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
        assertThat(end.failure().culprit()).isEqualTo(cheater);
        assertThat(company.diary(group.agent(honest)).lies()).isEmpty();
      }
      Evidence evidence = Group.await(group.agent(0).evidence(session));
      assertThat(evidence.signerIndex()).isEqualTo(cheater);
      assertThat(Accusation.flaw(evidence)).isEmpty();
      int innocent = (cheater + 1) % 3;
      assertThat(
              Accusation.flaw(Accusation.of(evidence, json -> json.put("signerIndex", innocent))))
          .isPresent();
    }
  }

  /** Has all keys; which one is wanted, the request says. */
  private record AnyOf(List<SecretKey> keys) implements ParticipantKeys {
    @Override
    public <T> Optional<T> use(
        PublicKey participant, Optional<KeyOrigin> origin, Function<SecretKey, T> work) {
      return keys.stream().filter(key -> key.publicKey().equals(participant)).findFirst().map(work);
    }
  }

  /** Who hands in the partial signature first. */
  private static final class Queue {
    private final int signers;
    private final boolean cheaterFirst;
    private final CompletableFuture<Void> cheaterSpoke = new CompletableFuture<>();
    private final CompletableFuture<Void> othersSpoke = new CompletableFuture<>();
    private final CountDownLatch others;

    Queue(int signers, boolean cheaterFirst) {
      this.signers = signers;
      this.cheaterFirst = cheaterFirst;
      this.others = new CountDownLatch(signers - 1);
    }

    Bus stand(int member) {
      boolean cheater = member == signers - 1;
      return new TamperedBus(bus)
          .holding(envelope -> turn(cheater, envelope))
          .afterSaying(envelope -> spoke(cheater, envelope));
    }

    private CompletionStage<?> turn(boolean cheater, Envelope envelope) {
      boolean free = !isSignature(envelope) || cheater == cheaterFirst;
      return free ? CompletableFuture.completedFuture(null) : cheater ? othersSpoke : cheaterSpoke;
    }

    private void spoke(boolean cheater, Envelope envelope) {
      if (!isSignature(envelope)) {
        return;
      }
      if (cheater) {
        cheaterSpoke.complete(null);
        return;
      }
      others.countDown();
      if (others.getCount() == 0) {
        othersSpoke.complete(null);
      }
    }

    private static boolean isSignature(Envelope envelope) {
      return envelope.type().equals(SessionApi.SHARE_PARTIAL_SIGNATURE.type());
    }
  }

  /** A group whose last member signs wrongly. */
  private static final class Cheat implements AutoCloseable {
    private final List<Diary> diaries;
    private final Group group;
    private final int cheater;
    private SessionId session = new SessionId(Bytes.fromHex("00".repeat(32)));

    Cheat(int signers, Queue queue, UnaryOperator<PartialSignature> change, int wrongItem) {
      diaries = IntStream.range(0, signers).mapToObj(i -> new Diary()).toList();
      group =
          Group.of(
              signers,
              queue::stand,
              (member, agent) -> {
                agent.listener(diaries.get(member));
                if (member == signers - 1) {
                  agent.engine(new CheatingEngine(wrongItem, change));
                }
              });
      cheater = group.index(group.agent(signers - 1).publicKey());
    }

    tutti.agent.Agent honest() {
      return group.agent(0);
    }

    SessionId session() {
      return session;
    }

    void announce(int items) {
      SigningRequest request = group.request(items, Group.NO_BROADCAST);
      var handle = Group.await(group.agent(0).announce(request));
      session = new SessionTerms(handle.requestId(), request, 1).sessionId();
    }

    /** All honest ones hear the same name, and can prove it to anyone. */
    void assertNamed() {
      for (int member = 0; member < diaries.size() - 1; member++) {
        var end = (Outcome.NotSigned) diaries.get(member).outcome();
        assertThat(end.phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(end.failure().code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
        assertThat(end.failure().culprit()).isEqualTo(cheater);
        assertThat(diaries.get(member).lies()).isEmpty();
      }
      Evidence evidence = Group.await(honest().evidence(session));
      assertThat(evidence.signerIndex()).isEqualTo(cheater);
      assertThat(evidence.statements())
          .allMatch(said -> said.signer().equals(group.agent(diaries.size() - 1).publicKey()));
      assertThat(Accusation.flaw(evidence)).isEmpty();
      assertNobodyElseIsGuilty(evidence);
    }

    private void assertNobodyElseIsGuilty(Evidence evidence) {
      for (int other = 0; other < group.agents().size(); other++) {
        int accused = other;
        if (other != cheater) {
          assertThat(
                  Accusation.flaw(
                      Accusation.of(evidence, json -> json.put("signerIndex", accused))))
              .isPresent();
        }
      }
    }

    @Override
    public void close() {
      group.close();
    }
  }
}
