package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.chain.ChainException.Code;
import tutti.chain.doubles.Mischief;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/** Answers that are easily taken for what they do not say, and outputs that hide others. */
class MisleadingServersTest {
  private Site site;

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource
  void takesNoPageThatIsMissingForTheChainsWord(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.server.misbehave(Mischief.ELSEWHERE);

    assertFails(site.client.tip(), Code.UNAVAILABLE, Code.BAD_ANSWER);
    assertFails(site.client.output(funded), Code.UNAVAILABLE, Code.BAD_ANSWER);
    assertFails(
        site.client.transaction(new Txid(funded.txid())), Code.UNAVAILABLE, Code.BAD_ANSWER);
    assertFails(site.client.broadcast(Site.spendFree(funded)), Code.UNAVAILABLE, Code.BAD_ANSWER);
  }

  @Test
  void doesNotTakeABlockThatIsMissingForAMissingOutput() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine(3);
    site.server.misbehave(Mischief.FORGETS_BLOCKS);

    assertFails(site.client.output(funded), Code.UNAVAILABLE);
    assertFails(site.client.tip(), Code.UNAVAILABLE);
  }

  /** It is in a block, the chain changes its mind, and its newest block is higher by one. */
  @ParameterizedTest
  @CsvSource({"ESPLORA, /status", "CHRONIK, /tx/", "CHRONIK_LOTUS, /tx/"})
  void countsNoBlocksOfAChainThatReplacedTheOneItWasIn(Site.Kind kind, String path) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();

    site.server.after(path, () -> site.chain.reorganize(1));
    assertThat(await(site.client.output(funded)).confirmations()).isLessThan(2);
    site.chain.mine();
    site.server.after(path, () -> site.chain.reorganize(1));
    assertThat(await(site.client.unspent(Site.SCRIPT)).get(0).confirmations()).isLessThan(2);
    site.chain.mine();
    site.server.after(path, () -> site.chain.reorganize(1));
    var transaction = site.client.transaction(new Txid(funded.txid()));
    assertThat(await(transaction).confirmations()).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({"ESPLORA, /tip/hash", "CHRONIK, /blockchain-info", "BITCOIND, /"})
  void doesNotTakeABlockForALieThatWasFoundMeanwhile(Site.Kind kind, String path) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);

    site.server.after(path, site.chain::mine);

    assertThat(await(site.client.output(funded)).confirmations()).isOne();
  }

  @Test
  void doesNotTakeForWaitingWhatWasInABlockThatIsNoMore() {
    site = Site.of(Site.Kind.BITCOIND);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    BitcoinTransaction spender = Site.spendFree(funded);
    site.chain.add(spender);
    site.chain.mine();
    site.chain.reorganize(1);
    Txid id = site.client.identity(spender);

    assertThat(await(site.client.transaction(id)).block()).isNull();
    site.chain.drop(id);
    site.chain.drop(new Txid(funded.txid()));

    assertFails(site.client.transaction(id), Code.NOT_FOUND);
    assertFails(site.client.output(funded), Code.NOT_FOUND);
    assertFails(site.client.broadcast(spender), Code.REJECTED);
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatAScriptHasThoughAnotherOutputIsJustBeingSpent(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    BitcoinTransaction passing = Site.spendFree(funded); // pays to the script, too
    site.chain.add(passing);
    site.chain.mine();
    Outpoint passed = new Outpoint(site.client.identity(passing).hash(), 0);
    site.chain.add(Site.spend(passed));

    assertThat(await(site.client.unspent(Site.SCRIPT)))
        .extracting(OutputState::outpoint)
        .contains(funded)
        .doesNotContain(passed);
  }

  @ParameterizedTest
  @EnumSource
  void findsAnAmountAmongMuchDust(Site.Kind kind) {
    site = Site.of(kind);
    for (int speck = 0; speck < 101; speck++) {
      site.chain.fund(Site.SCRIPT, 330);
    }
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();

    assertThat(await(site.client.unspent(Site.SCRIPT, Site.AMOUNT)))
        .extracting(OutputState::outpoint)
        .containsExactly(funded);
    assertFails(site.client.unspent(Site.SCRIPT), Code.UNSUPPORTED);
  }
}
