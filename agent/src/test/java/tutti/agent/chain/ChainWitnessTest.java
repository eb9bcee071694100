package tutti.agent.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tutti.agent.Broadcaster;
import tutti.chain.ChainWatcher;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.protocol.SessionId;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TxOutput;

/** Witnesses whose transactions never come. */
class ChainWitnessTest {
  private final ScriptedChain chain = new ScriptedChain();
  private final ChainWatcher watcher = new ChainWatcher(chain, Duration.ofMillis(5));

  @Test
  void looksNoMoreOnceNobodyWantsToKnow() {
    BitcoinTransaction unwanted = transaction(1);
    BitcoinTransaction wanted = transaction(2);

    look(unwanted).cancel(false);
    int before = looks(unwanted);
    var still = look(wanted);
    while (looks(wanted) < 50) { // long enough for a watch that goes on to show
      Thread.onSpinWait();
    }

    assertThat(looks(unwanted)).isLessThanOrEqualTo(before + 1);
    still.cancel(false);
  }

  private CompletableFuture<String> look(BitcoinTransaction transaction) {
    long deadline = System.currentTimeMillis() + 3_600_000;
    var order =
        new Broadcaster.Order(new SessionId(Bytes.of(new byte[32])), null, List.of(), deadline);
    return new ChainWitness(chain, watcher, result -> Optional.of(transaction), 0)
        .sees(order)
        .toCompletableFuture();
  }

  private int looks(BitcoinTransaction transaction) {
    return Collections.frequency(chain.transactions, new Txid(transaction.txid()));
  }

  private static BitcoinTransaction transaction(int amount) {
    return new BitcoinTransaction(
        2, List.of(), List.of(new TxOutput(amount, Bytes.fromHex("51"))), 0);
  }
}
