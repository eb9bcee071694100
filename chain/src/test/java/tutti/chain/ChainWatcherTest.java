package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.chain.BackendsTest.assertFails;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.chain.ChainException.Code;
import tutti.chain.backend.FailoverChain;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.Mischief;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/** Waiting for depth, through everything that chains and servers do meanwhile. */
class ChainWatcherTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final ChainWatcher.Goal TWO_DEEP =
      new ChainWatcher.Goal(2, Duration.ofSeconds(20));

  private final List<WatchEvent> events = new CopyOnWriteArrayList<>();
  private Site site;

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ESPLORA", "CHRONIK_LOTUS", "BITCOIND_WITHOUT_INDEX"})
  void seesAFundingBecomeDeep(Site.Kind kind) {
    site = Site.of(kind);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    Watch<OutputState> watch = watcher().output(funded, TWO_DEEP, events::add);
    awaitEvent(new WatchEvent.Seen(0));

    site.chain.mine();
    awaitEvent(new WatchEvent.Seen(1));
    assertThat(watch.reached()).isNotDone();
    site.chain.mine();

    assertThat(BackendsTest.await(watch.reached()).confirmations()).isEqualTo(2);
  }

  @Test
  void reportsThatTheChainHasChangedItsMind() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    BlockRef block = site.chain.mine();
    Watch<OutputState> watch = watcher().output(funded, TWO_DEEP, events::add);
    awaitEvent(new WatchEvent.Seen(1));

    site.chain.reorganize(1);

    awaitEvent(new WatchEvent.Reorganized(block, 0));
    assertThat(watch.reached()).isNotDone();
    site.chain.mine(2);
    assertThat(BackendsTest.await(watch.reached()).block()).isNotEqualTo(block);
  }

  @Test
  void reportsThatATransactionHasVanishedAndWaitsForItToComeBack() {
    site = Site.of(Site.Kind.CHRONIK);
    BitcoinTransaction spender = Site.spendFree(site.chain.fund(Site.SCRIPT, Site.AMOUNT));
    Txid id = site.client.identity(spender);
    Watch<ChainTransaction> watch = watcher().transaction(id, TWO_DEEP, events::add);
    site.chain.add(spender);
    awaitEvent(new WatchEvent.Seen(0));

    site.chain.drop(id);
    awaitEvent(new WatchEvent.Vanished());
    site.chain.add(spender);
    site.chain.mine(2);

    assertThat(BackendsTest.await(watch.reached()).id()).isEqualTo(id);
  }

  @Test
  void isNeverContentWithWhatIsSpent() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    BitcoinTransaction spender = Site.spendFree(funded);
    site.chain.add(spender);
    site.chain.mine(3);
    Outpoint free = new Outpoint(funded.txid(), 0);

    Watch<OutputState> watch = watcher().output(free, TWO_DEEP, events::add);

    awaitEvent(new WatchEvent.Spent(new OutputState.Spending(site.client.identity(spender), 0)));
    assertThat(watch.reached()).isNotDone();
    watch.close();
  }

  @Test
  void doesNotTakeAnotherOutputOfTheScriptForAnotherBlock() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint deep = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();
    site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();
    var goal = new ChainWatcher.Goal(10, NEVER);
    var watch = watcher().script(Site.SCRIPT, null, goal, events::add);
    awaitEvent(new WatchEvent.Seen(2));

    site.chain.add(Site.spend(deep));

    awaitEvent(new WatchEvent.Seen(1));
    assertThat(events).noneMatch(WatchEvent.Reorganized.class::isInstance);
    watch.close();
  }

  @Test
  void waitsForTheExactAmount() {
    site = Site.of(Site.Kind.ESPLORA);
    site.chain.fund(Site.SCRIPT, Site.AMOUNT - 1);
    site.chain.mine(2);
    Watch<OutputState> watch = watcher().script(Site.SCRIPT, Site.AMOUNT, TWO_DEEP, events::add);
    int asked = site.server.asked().size();
    await().until(() -> site.server.asked().size() > asked + 20);
    assertThat(events).isEmpty();

    Outpoint exact = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine(2);

    assertThat(BackendsTest.await(watch.reached()).outpoint()).isEqualTo(exact);
  }

  @Test
  void saysThatNobodyCanSayAndLooksAgain() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine(2);
    site.server.misbehave(Mischief.DOWN);
    Watch<OutputState> watch = watcher().output(funded, TWO_DEEP, events::add);
    await().until(() -> events.stream().anyMatch(WatchEvent.Trouble.class::isInstance));

    site.server.misbehave(Mischief.NONE);

    assertThat(BackendsTest.await(watch.reached()).outpoint()).isEqualTo(funded);
  }

  @Test
  void tellsListenersOnAThreadThatNobodyElseWaitsFor() {
    site = Site.of(Site.Kind.ESPLORA);
    site.server.misbehave(Mischief.SILENT);
    ChainClient chain =
        new FailoverChain(
            List.of(new FailoverChain.Named("one", site.client(Site.HURRIED))), Site.HURRIED);
    CompletableFuture<String> thread = new CompletableFuture<>();
    Outpoint nothing = new Outpoint(Txid.of("77".repeat(32)).hash(), 0);

    try (var watch =
        new ChainWatcher(chain, NEVER)
            .output(
                nothing, TWO_DEEP, event -> thread.complete(Thread.currentThread().getName()))) {
      assertThat(BackendsTest.await(thread)).isNotEqualTo("CompletableFutureDelayScheduler");
      assertThat(watch.reached()).isNotDone();
    }
  }

  @Test
  void givesUpInTimeAndStopsAsking() {
    site = Site.of(Site.Kind.ESPLORA);
    Outpoint nothing = new Outpoint(Txid.of("77".repeat(32)).hash(), 0);
    var goal = new ChainWatcher.Goal(1, Duration.ofMillis(200));

    assertFails(watcher().output(nothing, goal, events::add).reached(), Code.TIMEOUT);

    int asked = site.server.asked().size();
    await().during(Duration.ofMillis(300)).until(() -> site.server.asked().size() <= asked + 5);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHRONIK", "CHRONIK_LOTUS"})
  void looksAtOnceWhenTheWebSocketSpeaks(Site.Kind kind) {
    site = Site.of(kind);
    ChronikDouble chronik = (ChronikDouble) site.server;
    Watch<OutputState> watch =
        new ChainWatcher(site.client, NEVER)
            .script(Site.SCRIPT, null, new ChainWatcher.Goal(0, NEVER), events::add);
    await().until(() -> !chronik.subscriptions().isEmpty());
    chronik.babble();

    Outpoint funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);

    assertThat(BackendsTest.await(watch.reached()).outpoint()).isEqualTo(funded);
    assertThat(chronik.subscriptions()).containsOnly("p2pkh:" + "11".repeat(20));
  }

  @Test
  void looksAgainWhenTheWebSocketIsBack() {
    site = Site.of(Site.Kind.CHRONIK);
    ChronikDouble chronik = (ChronikDouble) site.server;
    Watch<OutputState> watch =
        new ChainWatcher(site.client, NEVER)
            .script(Site.SCRIPT, null, new ChainWatcher.Goal(1, NEVER), events::add);
    await().until(() -> chronik.subscriptions().size() == 1);

    chronik.hangUp();
    site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    site.chain.mine();

    assertThat(BackendsTest.await(watch.reached()).confirmations()).isEqualTo(1);
    assertThat(chronik.subscriptions()).hasSize(2);
  }

  private ChainWatcher watcher() {
    return new ChainWatcher(site.client, Site.IMPATIENT.interval());
  }

  private void awaitEvent(WatchEvent event) {
    await().until(() -> events.contains(event));
  }
}
