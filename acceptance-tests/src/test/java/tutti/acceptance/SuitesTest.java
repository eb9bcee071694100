package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.KeySort;
import tutti.musig2.LotusTaproot;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.protocol.ErrorCode;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionPhase;

/** Sessions whose request chooses how they sign. */
class SuitesTest {
  private static final Engine ENGINE = Engines.bouncyCastle();

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

  @Test
  void spendsAnOutputOfTheLotusChain() {
    try (Group group = Group.of(3, bus)) {
      List<PublicKey> keys = KeySort.sort(group.publicKeys());
      PublicKey internal = ENGINE.aggregateKeys(Suite.LOTUS, keys, List.of()).aggregatePublicKey();
      PublicKey output = LotusTaproot.outputKey(internal, null);
      SigningItem spend = item(1, LotusTaproot.tweak(internal, null));
      SigningRequest request =
          group.request(
              Suite.LOTUS, List.of(spend, SigningItem.of(Group.message(2))), Group.NO_BROADCAST);

      List<Signature> signatures = group.sign(request);

      assertThat(Group.verifies(request, signatures)).isTrue();
      Signature signature = signatures.get(0);
      assertThat(ENGINE.verifySignature(Suite.LOTUS, output, spend.message(), signature)).isTrue();
      assertThat(ENGINE.verifySchnorr(output.xOnly(), spend.message(), signature)).isFalse();
      assertThat(LotusTaproot.transactionSignature(signature, 0x61).hex())
          .isEqualTo(signature.hex() + "61");
    }
  }

  @Test
  void signsTheSameMessageInEitherSuite() {
    try (Group group = Group.of(2, bus)) {
      List<SigningItem> items = List.of(SigningItem.of(Group.message(3)));
      SigningRequest silent = group.request(items, Group.NO_BROADCAST);
      SigningRequest said = group.request(Suite.BIP327, items, Group.NO_BROADCAST);
      SigningRequest lotus = group.request(Suite.LOTUS, items, Group.NO_BROADCAST);

      List<Signature> signatures = group.sign(lotus);

      assertThat(Group.verifies(said, group.sign(silent))).isTrue();
      assertThat(Group.verifies(silent, group.sign(said))).isTrue();
      assertThat(Group.verifies(lotus, signatures)).isTrue();
      assertThat(Group.verifies(silent, signatures)).isFalse();
    }
  }

  @Test
  void namesASignerWhoSignsInAnotherSuite() {
    Diary diary = new Diary();
    try (Group group =
        Group.of(
            3,
            signer -> bus,
            (signer, agent) -> {
              if (signer == 0) {
                agent.listener(diary);
              } else if (signer == 2) {
                agent.engine(new OneSuiteEngine());
              }
            })) {
      int culprit = group.index(group.agent(2).publicKey());
      SigningItem tweaked = item(4, Tweak.plain(Group.message(5)));
      SigningRequest request = group.request(Suite.LOTUS, List.of(tweaked), Group.NO_BROADCAST);
      var handle = Group.await(group.agent(0).announce(request));
      var end = (Outcome.NotSigned) diary.outcome();

      assertThat(end.phase()).isEqualTo(SessionPhase.FAILED);
      assertThat(end.failure().code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
      assertThat(end.failure().culprit()).isEqualTo(culprit);
      var session = Company.firstSession(handle.requestId(), request);
      Evidence evidence = Group.await(group.agent(0).evidence(session));
      assertThat(evidence.signerIndex()).isEqualTo(culprit);
      assertThat(Accusation.flaw(evidence)).isEmpty();
    }
  }

  private static SigningItem item(int message, Tweak tweak) {
    return new SigningItem(
        Group.message(message), List.of(new ItemTweak(tweak.bytes(), tweak.xOnly())));
  }

  /** Does as if there were no other suite. */
  private static final class OneSuiteEngine extends DelegatingEngine {
    @Override
    public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
      return super.aggregateKeys(Suite.BIP327, keys, tweaks);
    }
  }
}
