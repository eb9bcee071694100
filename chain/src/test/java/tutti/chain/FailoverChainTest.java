package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.chain.ChainException.Code;
import tutti.chain.backend.CheckedChain;
import tutti.chain.backend.FailoverChain;
import tutti.chain.bitcoind.BitcoindNode;
import tutti.chain.bitcoind.Credentials;
import tutti.chain.doubles.FakeChain;
import tutti.chain.doubles.Mischief;
import tutti.chain.http.Endpoint;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/** Two servers, of two kinds, of which one or both are of no help. */
class FailoverChainTest {
  private final FakeChain chain = new FakeChain(TransactionFormat.BITCOIN);
  private final Site first = Site.of(Site.Kind.ESPLORA, chain);
  private final Site second = Site.of(Site.Kind.CHRONIK, chain);
  private final ChainClient both = client(Site.IMPATIENT);

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void asksThePreferredOneAlone() {
    await(both.tip());

    assertThat(first.server.asked()).isNotEmpty();
    assertThat(second.server.asked()).isEmpty();
  }

  @Test
  void asksTheNextWhateverIsWrongWithOne() {
    Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);

    for (Mischief mischief :
        List.of(
            Mischief.DOWN,
            Mischief.BUSY,
            Mischief.GARBAGE,
            Mischief.HUGE,
            Mischief.FALSE_SPENDER,
            Mischief.OTHER_TRANSACTION)) {
      first.server.misbehave(mischief);
      int before = first.server.asked().size();
      ChainClient fresh = client(Site.IMPATIENT); // knows nothing bad of anyone
      assertThat(await(fresh.output(funded)).isUnspent()).as("%s", mischief).isTrue();
      assertThat(first.server.asked()).as("%s", mischief).hasSizeGreaterThan(before);
    }
    first.server.misbehave(Mischief.SILENT);
    ChainClient impatient = client(Site.IMPATIENT.withAttempt(Duration.ofSeconds(1)));
    assertThat(await(impatient.output(funded)).isUnspent()).isTrue();
    first.server.close();
    assertThat(await(client(Site.IMPATIENT).output(funded)).isUnspent()).isTrue();
  }

  @Test
  void asksOneThatFailedLastForAWhile() {
    ChainClient patient = client(Site.IMPATIENT);
    first.server.misbehave(Mischief.BUSY); // for a second, it says
    await(patient.tip());
    first.server.misbehave(Mischief.NONE);
    int before = first.server.asked().size();

    await(patient.tip());

    assertThat(first.server.asked()).hasSize(before);
    assertThat(second.server.asked()).hasSize(2);
  }

  @Test
  void asksTheOthersThoughOneExchangeWithTheFirstMayTakeLongerThanThereIsTime() {
    first.server.misbehave(Mischief.SILENT);
    ChainClient brief =
        client(Site.IMPATIENT.withDeadline(Duration.ofSeconds(2))); // attempts may take 5 s

    assertThat(await(brief.tip())).isEqualTo(chain.tip());
    int before = first.server.asked().size();
    assertThat(await(brief.tip())).isEqualTo(chain.tip());
    assertThat(first.server.asked()).as("is preferred no more").hasSize(before);
  }

  @Test
  void asksTheOthersThoughTheFirstIsOnlySlow() {
    Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);
    chain.mine();
    first.server.misbehave(Mischief.SLOW);

    OutputState state =
        await(client(Site.IMPATIENT.withDeadline(Duration.ofSeconds(2))).output(funded));

    assertThat(state.confirmations()).isEqualTo(1);
    assertThat(second.server.asked()).isNotEmpty();
  }

  @Test
  void givesATransactionToAllServersAndNotOnlyToTheOneThatTakesItFirst() {
    BitcoinTransaction spender = Site.spendFree(chain.fund(Site.SCRIPT, Site.AMOUNT));

    await(both.broadcast(spender));

    assertThat(first.server.asked()).contains("POST /api/tx");
    assertThat(second.server.asked()).contains("POST /broadcast-tx");
  }

  @Test
  void isContentWithOneServerThatTakesATransaction() {
    BitcoinTransaction spender = Site.spendFree(chain.fund(Site.SCRIPT, Site.AMOUNT));
    first.server.misbehave(Mischief.SILENT);

    assertThat(await(both.broadcast(spender))).isEqualTo(both.identity(spender));
    assertThat(chain.find(both.identity(spender))).isPresent();
  }

  @Test
  void doesNotBelieveOneServerThatAnOutputIsSpent() {
    try (Site liar = Site.of(Site.Kind.ESPLORA)) {
      Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);
      Outpoint spent = new Outpoint(liar.chain.fund(Site.SCRIPT, Site.AMOUNT).txid(), 0);
      assertThat(spent.txid()).as("the same in both chains").isEqualTo(funded.txid());
      liar.chain.add(Site.spend(spent));
      ChainClient mixed = client(Site.HURRIED, liar, second);

      assertFails(mixed.output(spent), Code.UNAVAILABLE);
      second.server.misbehave(Mischief.DOWN);
      assertFails(mixed.output(spent), Code.UNAVAILABLE);

      second.server.misbehave(Mischief.NONE);
      chain.add(Site.spend(spent));
      assertThat(await(mixed.output(spent)).isUnspent()).isFalse();
    }
  }

  @Test
  void leavesAServerAloneThatWantsItAndAsksTheOthersMeanwhile() {
    ChainSettings brief = Site.IMPATIENT.withDeadline(Duration.ofMillis(900));
    second.server.misbehave(Mischief.BUSY); // for a second, it says
    ChainClient alone =
        new FailoverChain(List.of(new FailoverChain.Named("second", second.client(brief))), brief);

    assertFails(alone.tip(), Code.RATE_LIMITED);
    assertFails(alone.tip(), Code.RATE_LIMITED);
    assertThat(second.server.asked()).hasSize(1);

    first.server.misbehave(Mischief.DOWN, 1);
    assertThat(await(client(brief).tip())).isEqualTo(chain.tip());
  }

  @Test
  void asksNobodyOnceItIsClosed() {
    Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);
    var watch =
        new ChainWatcher(both, Duration.ofMillis(50))
            .output(funded, new ChainWatcher.Goal(1, Duration.ofMinutes(1)), event -> both.close());

    assertFails(watch.reached(), Code.CLOSED);
    int before = first.server.asked().size();
    assertFails(both.tip(), Code.CLOSED);
    assertThat(first.server.asked()).hasSize(before);
  }

  @Test
  void asksAllAgainUntilOneIsThere() {
    first.server.misbehave(Mischief.DOWN, 2);
    second.server.misbehave(Mischief.DOWN, 2);

    assertThat(await(both.tip())).isEqualTo(chain.tip());
  }

  @Test
  void saysInTimeThatNobodyHelped() {
    first.server.misbehave(Mischief.DOWN);
    second.server.misbehave(Mischief.SILENT);
    ChainClient hurried = client(Site.HURRIED);

    ChainException why = assertFails(hurried.tip(), Code.TIMEOUT, Code.UNAVAILABLE);

    assertThat(why.getMessage()).containsAnyOf("first: ", "second: ");
  }

  @Test
  void believesThatSomethingIsNotThereOnlyIfAllSaySo() {
    try (Site elsewhere = Site.of(Site.Kind.ESPLORA)) {
      BitcoinTransaction spender = Site.spendFree(chain.fund(Site.SCRIPT, Site.AMOUNT));
      Txid funding = new Txid(spender.inputs().get(0).outpoint().txid());
      ChainClient mixed = client(Site.IMPATIENT, elsewhere, second);

      assertThat(await(mixed.transaction(funding)).id()).isEqualTo(funding);
      assertThat(await(mixed.broadcast(spender))).isEqualTo(mixed.identity(spender));
      assertFails(mixed.transaction(Txid.of("77".repeat(32))), Code.NOT_FOUND);
    }
  }

  @Test
  void saysThatATransactionIsRefusedThoughAnotherServerIsDown() {
    ChainClient hurried = client(Site.HURRIED);
    first.server.misbehave(Mischief.DOWN);
    BitcoinTransaction nonsense = Site.spendFree(new Outpoint(Txid.of("77".repeat(32)).hash(), 0));

    ChainException why = assertFails(hurried.broadcast(nonsense), Code.REJECTED);

    assertThat(why.getMessage()).startsWith("second: ").contains("missingorspent", "; first: ");
  }

  @Test
  void asksOneThatIsDownAgainBeforeItBelievesAnotherOnesNo() {
    try (Site behind = Site.of(Site.Kind.ESPLORA)) {
      Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);
      second.server.misbehave(Mischief.DOWN, 2);

      ChainClient mixed = client(Site.IMPATIENT, behind, second);

      assertThat(await(mixed.output(funded)).isUnspent()).isTrue();
    }
  }

  @Test
  void doesNotSayThatNobodyKnowsWhatOneThatIsDownMayKnow() {
    try (Site behind = Site.of(Site.Kind.ESPLORA)) {
      Outpoint funded = chain.fund(Site.SCRIPT, Site.AMOUNT);
      second.server.misbehave(Mischief.DOWN);

      ChainException why =
          assertFails(client(Site.HURRIED, behind, second).output(funded), Code.UNAVAILABLE);

      assertThat(why.getMessage()).contains("first: ", "; second: HTTP 503");
    }
  }

  @Test
  void asksNobodyAgainWhoWantsOtherCredentials() {
    try (Site node = Site.of(Site.Kind.BITCOIND)) {
      var liar = new BitcoindNode(endpoint(node), Credentials.user("u", "guess"));
      ChainClient alone =
          new FailoverChain(
              List.of(
                  new FailoverChain.Named(
                      "node", new CheckedChain(liar, TransactionFormat.BITCOIN))),
              Site.IMPATIENT);

      assertFails(alone.tip(), Code.UNAUTHORIZED);

      assertThat(node.server.asked()).hasSize(1);
    }
  }

  private static Endpoint endpoint(Site site) {
    return new Endpoint(URI.create(site.server.address()), Site.IMPATIENT);
  }

  private ChainClient client(ChainSettings settings) {
    return client(settings, first, second);
  }

  private static ChainClient client(ChainSettings settings, Site one, Site other) {
    return new FailoverChain(
        Stream.of(one, other)
            .map(
                site ->
                    new FailoverChain.Named(
                        site == one ? "first" : "second", site.client(settings)))
            .toList(),
        settings);
  }
}
