package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.chain.ChainException.Code;
import tutti.chain.doubles.HttpDouble;
import tutti.chain.doubles.Mischief;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** What every kind of server is good for, and what none of them can make anyone believe. */
class BackendsTest {
  private Site site;

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource
  void knowsTheNewestBlock(Site.Kind kind) {
    site = Site.of(kind);
    site.chain.mine(3);

    assertThat(await(site.client.tip())).isEqualTo(site.chain.tip());
  }

  @ParameterizedTest
  @EnumSource
  void followsAFundingFromThePoolIntoBlocks(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);

    OutputState waiting = await(site.client.output(funded));
    BlockRef block = site.chain.mine();
    site.chain.mine(2);
    OutputState deep = await(site.client.output(funded));

    assertThat(waiting.block()).isNull();
    assertThat(waiting.confirmations()).isZero();
    assertThat(deep.output()).isEqualTo(new TxOutput(Site.AMOUNT, Site.SCRIPT));
    assertThat(deep.block()).isEqualTo(block);
    assertThat(deep.confirmations()).isEqualTo(3);
    assertThat(deep.isUnspent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void showsATransactionAndWhereItIs(Site.Kind kind) {
    site = Site.of(kind);
    Txid id = new Txid(site.chain.fund(Site.SCRIPT, Site.AMOUNT).txid());
    BlockRef block = site.chain.mine();

    ChainTransaction seen = await(site.client.transaction(id));

    assertThat(seen.block()).isEqualTo(block);
    assertThat(seen.confirmations()).isEqualTo(1);
    assertThat(site.client.identity(seen.transaction())).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNobodyKnowsWhatIsNotThere(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    Txid nothing = Txid.of("00".repeat(31) + "77");

    assertFails(site.client.transaction(nothing), Code.NOT_FOUND);
    assertFails(site.client.output(new Outpoint(nothing.hash(), 0)), Code.NOT_FOUND);
    assertFails(site.client.output(new Outpoint(funded.txid(), 2)), Code.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void namesTheSpenderThatWaits(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    BitcoinTransaction spender = Site.spendFree(funded);
    site.chain.add(spender);

    OutputState state = await(site.client.output(new Outpoint(funded.txid(), 0)));

    assertThat(state.spending())
        .isEqualTo(new OutputState.Spending(site.client.identity(spender), 0));
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatAScriptHas(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint one = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    Outpoint other = site.chain.fund(Site.SCRIPT, 1);
    site.chain.mine();

    assertThat(await(site.client.unspent(Site.SCRIPT)))
        .extracting(OutputState::outpoint)
        .containsExactlyInAnyOrder(one, other);
  }

  @Test
  void doesNotLetANodeSearchOnAndOnForAScript() {
    site = Site.of(Site.Kind.BITCOIND);
    site.server.misbehave(Mischief.ENDLESS_SEARCH);

    assertFails(site.client(Site.HURRIED).unspent(Site.SCRIPT), Code.UNSUPPORTED);

    site.server.misbehave(Mischief.NONE);
    assertThat(await(site.client.unspent(Site.SCRIPT))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void broadcastsOnceHoweverOftenItIsTold(Site.Kind kind) {
    site = Site.of(kind);
    BitcoinTransaction spender = Site.spendFree(site.chain.fund(Site.SCRIPT, Site.AMOUNT));
    Txid id = site.client.identity(spender);

    assertThat(await(site.client.broadcast(spender))).isEqualTo(id);
    assertThat(await(site.client.broadcast(spender))).isEqualTo(id);
    site.chain.mine();
    assertThat(await(site.client.broadcast(spender))).isEqualTo(id);

    assertThat(site.chain.find(id)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhyATransactionIsNotTaken(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint nowhere = new Outpoint(Txid.of("12".repeat(32)).hash(), 0);

    var refused = site.client.broadcast(Site.spendFree(nowhere));

    assertFails(refused, Code.REJECTED);
    assertThatThrownBy(refused::join).hasMessageContaining("missingorspent");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotBelieveThatItHasTakenAnotherTransaction(Site.Kind kind) {
    site = Site.of(kind);
    BitcoinTransaction spender = Site.spendFree(site.chain.fund(Site.SCRIPT, Site.AMOUNT));
    site.server.misbehave(Mischief.OTHER_BROADCAST);

    assertFails(site.client.broadcast(spender), Code.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotBelieveAnotherTransaction(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.server.misbehave(Mischief.OTHER_TRANSACTION);

    assertFails(site.client.transaction(new Txid(funded.txid())), Code.BAD_ANSWER);
    assertFails(site.client.output(funded), Code.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotBelieveASpenderThatDoesNotSpend(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.server.misbehave(Mischief.FALSE_SPENDER);

    assertFails(site.client.output(funded), Code.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotBelieveInBlocksThatAreNotThereYet(Site.Kind kind) {
    site = Site.of(kind);
    assumeThat(kind).isNotEqualTo(Site.Kind.BITCOIND_WITHOUT_INDEX);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();
    site.server.misbehave(Mischief.ABOVE_TIP);

    assertFails(site.client.transaction(new Txid(funded.txid())), Code.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotBelieveThatAnOutputIsOfAScriptWhereItIsNot(Site.Kind kind) {
    site = Site.of(kind);
    site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();
    site.server.misbehave(Mischief.OTHER_SCRIPT);

    assertFails(site.client.unspent(Site.SCRIPT), Code.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void endsWithAReasonWhateverTheServerDoes(Site.Kind kind) {
    site = Site.of(kind);
    ChainClient hurried = site.client(Site.HURRIED);

    assertFails(Mischief.DOWN, Code.UNAVAILABLE);
    assertFails(Mischief.GARBAGE, Code.BAD_ANSWER);
    assertFails(Mischief.HUGE, Code.TOO_LARGE);
    assertFails(Mischief.REDIRECT, Code.BAD_ANSWER);
    assertThat(site.server.asked()).noneMatch(path -> path.endsWith(HttpDouble.ELSEWHERE));
    site.server.misbehave(Mischief.SILENT);
    assertFails(hurried.tip(), Code.TIMEOUT);
    site.server.misbehave(Mischief.STALLED);
    assertFails(hurried.tip(), Code.TIMEOUT);
    ChainException busy = assertFails(Mischief.BUSY, Code.RATE_LIMITED);
    assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    site.server.close();
    assertFails(site.client.tip(), Code.UNAVAILABLE);
  }

  @ParameterizedTest
  @EnumSource
  void asksNoMoreOftenThanItMay(Site.Kind kind) {
    site = Site.of(kind);
    ChainClient slow = site.client(Site.HURRIED.withPerSecond(1));
    site.server.misbehave(Mischief.DOWN);

    List<CompletableFuture<List<OutputState>>> asked =
        Stream.generate(() -> slow.unspent(Site.SCRIPT)).limit(60).toList();

    assertThat(asked)
        .anySatisfy(one -> assertFails(one, Code.UNAVAILABLE))
        .anySatisfy(one -> assertFails(one, Code.BUSY));
    assertThat(site.server.asked()).hasSizeLessThan(60);
  }

  private ChainException assertFails(Mischief mischief, Code code) {
    site.server.misbehave(mischief);
    ChainException why = assertFails(site.client.tip(), code);
    assertThat(why.getMessage()).doesNotContain("\u001b").hasSizeLessThan(300);
    return why;
  }

  static ChainException assertFails(CompletableFuture<?> future, Code... codes) {
    Throwable error = future.handle((value, why) -> why).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(error).as("a failure").isNotNull();
    ChainException why = ChainException.of(error);
    assertThat(why.code()).as(why.getMessage()).isIn((Object[]) codes);
    return why;
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
