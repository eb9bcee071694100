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
      assertThat(await(both.output(funded)).isUnspent()).as("%s", mischief).isTrue();
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
