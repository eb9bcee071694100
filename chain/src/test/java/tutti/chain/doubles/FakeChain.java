package tutti.chain.doubles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/**
 * A block chain without work: blocks when somebody wants one, and scripts run as nodes run them.
 */
public final class FakeChain {
  private final TransactionFormat format;
  private final List<BlockRef> blocks = new ArrayList<>();
  private final Map<Txid, Entry> transactions = new LinkedHashMap<>();
  private final Map<Txid, Entry> stale = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private int made;
  private int broadcasts;

  public FakeChain(TransactionFormat format) {
    this.format = format;
    mine();
  }

  /** A transaction and where it is; no block: it waits. */
  public record Entry(Txid id, BitcoinTransaction transaction, @Nullable BlockRef block) {}

  /** Who spends an output. */
  public record Spender(Txid id, int input) {}

  /** Who is told that something happened. */
  public synchronized void listen(Runnable listener) {
    listeners.add(listener);
  }

  public synchronized BlockRef tip() {
    return blocks.get(blocks.size() - 1);
  }

  public synchronized Optional<BlockRef> block(int height) {
    return height >= 0 && height < blocks.size()
        ? Optional.of(blocks.get(height))
        : Optional.empty();
  }

  public synchronized Optional<BlockRef> block(String hash) {
    return blocks.stream().filter(block -> block.hash().equals(hash)).findFirst();
  }

  /** A transaction that pays an amount to a script, out of nowhere; it waits for a block. */
  public Outpoint fund(Bytes script, long amount) {
    int number = nextNumber();
    Bytes nowhere = TaggedHash.sha256(Bytes.of(new byte[] {(byte) number, (byte) (number >> 8)}));
    BitcoinTransaction funding =
        new BitcoinTransaction(
            2,
            List.of(TxInput.unsigned(new Outpoint(nowhere, 0), 0xffffffffL)),
            List.of(new TxOutput(7_000, Bytes.fromHex("51")), new TxOutput(amount, script)),
            0);
    add(funding);
    return new Outpoint(format.identity(funding).hash(), 1);
  }

  public void add(BitcoinTransaction transaction) {
    Txid id = format.identity(transaction);
    synchronized (this) {
      transactions.putIfAbsent(id, new Entry(id, transaction, null));
    }
    tell();
  }

  /** All that waits goes into a block. */
  public BlockRef mine() {
    BlockRef block;
    synchronized (this) {
      block = append();
      transactions.replaceAll(
          (id, entry) -> entry.block() == null ? new Entry(id, entry.transaction(), block) : entry);
    }
    tell();
    return block;
  }

  public void mine(int count) {
    for (int i = 0; i < count; i++) {
      mine();
    }
  }

  /** The last blocks are replaced by one more, empty ones; what was in them waits again. */
  public void reorganize(int depth) {
    synchronized (this) {
      for (int i = 0; i < depth; i++) {
        BlockRef removed = blocks.remove(blocks.size() - 1);
        transactions.replaceAll(
            (id, entry) -> removed.equals(entry.block()) ? unmined(entry) : entry);
      }
      for (int i = 0; i <= depth; i++) {
        append();
      }
    }
    tell();
  }

  /** The transaction is gone, as if it had never been there. */
  public void drop(Txid id) {
    synchronized (this) {
      transactions.remove(id);
    }
    tell();
  }

  /** What is nowhere any more, and was in a block that was replaced. */
  public synchronized Optional<Entry> stale(Txid id) {
    return transactions.containsKey(id) ? Optional.empty() : Optional.ofNullable(stale.get(id));
  }

  private Entry unmined(Entry entry) {
    stale.put(entry.id(), entry);
    return new Entry(entry.id(), entry.transaction(), null);
  }

  public synchronized Optional<Entry> find(Txid id) {
    return Optional.ofNullable(transactions.get(id));
  }

  public synchronized Optional<Spender> spender(Outpoint outpoint) {
    for (Entry entry : transactions.values()) {
      List<TxInput> inputs = entry.transaction().inputs();
      for (int i = 0; i < inputs.size(); i++) {
        if (inputs.get(i).outpoint().equals(outpoint)) {
          return Optional.of(new Spender(entry.id(), i));
        }
      }
    }
    return Optional.empty();
  }

  public synchronized List<Outpoint> unspent(Bytes script) {
    List<Outpoint> found = new ArrayList<>();
    for (Entry entry : transactions.values()) {
      List<TxOutput> outputs = entry.transaction().outputs();
      for (int i = 0; i < outputs.size(); i++) {
        Outpoint outpoint = new Outpoint(entry.id().hash(), i);
        if (outputs.get(i).script().equals(script) && spender(outpoint).isEmpty()) {
          found.add(outpoint);
        }
      }
    }
    return found;
  }

  /** The same to one who looks into blocks only, and does not see what waits to spend it. */
  public synchronized List<Outpoint> unspentInBlocks(Bytes script) {
    List<Outpoint> found = new ArrayList<>();
    for (Entry entry : transactions.values()) {
      List<TxOutput> outputs = entry.transaction().outputs();
      for (int i = 0; entry.block() != null && i < outputs.size(); i++) {
        Outpoint outpoint = new Outpoint(entry.id().hash(), i);
        boolean spent =
            spender(outpoint).flatMap(by -> find(by.id())).map(Entry::block).isPresent();
        if (outputs.get(i).script().equals(script) && !spent) {
          found.add(outpoint);
        }
      }
    }
    return found;
  }

  /** What was added last. */
  public synchronized Optional<Entry> newest() {
    return transactions.values().stream().reduce((earlier, later) -> later);
  }

  /** How often somebody has sent a transaction. */
  public synchronized int broadcasts() {
    return broadcasts;
  }

  /** Takes a transaction as a node does; the answer is why not, or null. */
  public @Nullable String broadcast(BitcoinTransaction transaction) {
    synchronized (this) {
      broadcasts++;
      if (transactions.containsKey(format.identity(transaction))) {
        return "txn-already-known";
      }
      List<TxOutput> spent = new ArrayList<>();
      for (TxInput input : transaction.inputs()) {
        Entry from = transactions.get(new Txid(input.outpoint().txid()));
        if (from == null || spender(input.outpoint()).isPresent()) {
          return "bad-txns-inputs-missingorspent";
        }
        spent.add(from.transaction().outputs().get((int) input.outpoint().index()));
      }
      for (int i = 0; i < spent.size(); i++) {
        if (format == TransactionFormat.BITCOIN && !transaction.spends(i, spent)) {
          return "mandatory-script-verify-flag-failed";
        }
      }
    }
    add(transaction);
    return null;
  }

  public TransactionFormat format() {
    return format;
  }

  private synchronized int nextNumber() {
    return ++made;
  }

  private BlockRef append() {
    made++;
    Bytes hash = TaggedHash.sha256(Bytes.of(new byte[] {(byte) made, (byte) (made >> 8), 1}));
    BlockRef block = new BlockRef(blocks.size(), hash.hex());
    blocks.add(block);
    return block;
  }

  private void tell() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(listeners);
    }
    all.forEach(Runnable::run);
  }
}
