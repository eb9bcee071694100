package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusInput;
import tutti.transactions.lotus.LotusInputType;
import tutti.transactions.lotus.LotusItem;
import tutti.transactions.lotus.LotusPlan;
import tutti.transactions.lotus.LotusTransaction;

/** Bytes as a transaction of the Lotus chain, and what a group would sign in it. */
public final class LotusFuzzer {
  private static final LotusGroup GROUP =
      LotusGroup.of(
          List.of(
              PublicKey.fromHex(
                  "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
              PublicKey.fromHex(
                  "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5")));

  private static final List<Bytes> SCRIPTS =
      List.of(GROUP.taprootScript(), GROUP.pubkeyHashScript(), Bytes.EMPTY);

  private LotusFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.LOTUS.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    LotusTransaction transaction;
    try {
      transaction = LotusTransaction.read(Bytes.of(input));
    } catch (Refusal refused) {
      return;
    }
    assertThat(transaction.serialized()).isEqualTo(Bytes.of(input));
    LotusTransaction changed = transaction.with(0, Bytes.of(new byte[] {1}));
    assertThat(changed.txid()).as("without what unlocks inputs").isEqualTo(transaction.txid());
    LotusInputType.of(transaction.outputs().get(0).script());
    plan(transaction);
  }

  private static void plan(LotusTransaction transaction) {
    List<TxOutput> spent = new ArrayList<>();
    for (LotusInput input : transaction.inputs()) {
      spent.add(new TxOutput(1_000, SCRIPTS.get((int) (input.sequence() % SCRIPTS.size()))));
    }
    LotusPlan plan;
    try {
      plan = LotusPlan.of(transaction, spent, GROUP);
    } catch (Refusal refused) {
      assertThat(refused.field()).isNotNull();
      return;
    }
    assertThat(plan.summary().fee()).isEqualTo(1_000L * spent.size() - transaction.paid());
    assertThat(plan.items())
        .extracting(LotusItem::message)
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(spent.size());
  }

  /** One and two inputs, of each kind. */
  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int kind = 0; kind < SCRIPTS.size(); kind++) {
      LotusInput first = input(1, kind);
      TxOutput output = new TxOutput(1_000, SCRIPTS.get(kind));
      seeds.add(bytes(List.of(first), output));
      seeds.add(bytes(List.of(first, input(2, 0)), output));
    }
    return seeds;
  }

  private static LotusInput input(int txid, long sequence) {
    byte[] id = new byte[32];
    id[0] = (byte) txid;
    return new LotusInput(new Outpoint(Bytes.of(id), 0), Bytes.EMPTY, sequence);
  }

  private static byte[] bytes(List<LotusInput> inputs, TxOutput output) {
    return new LotusTransaction(2, inputs, List.of(output), 0).serialized().toArray();
  }
}
