package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxInput;

class TransactionFormatTest {
  /** The transaction of the first block of Lotus, as its nodes make it. */
  private static final Bytes FIRST =
      Bytes.fromHex(
          "0100000001000000000000000000000000000000000000000000000000000000"
              + "0000000000ffffffff28274a6f686e20313a3120496e2074686520626567696e"
              + "6e696e672077617320746865204c6f676f73ffffffff0280a4bf070000000029"
              + "6a056c6f676f730020ffe330c4b7643e554c62adcbe0b80537435d888b5c33d5"
              + "e29a70cdd743e3a09380a4bf0700000000434104678afdb0fe5548271967f1a6"
              + "7130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e5"
              + "1ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000");

  /** The root that Lotus nodes assert for that block: over its hash and its identity. */
  private static final String ROOT =
      "37f392d88f70cdada6d366a25a7ef90b6711bf2d6b5ffea4f39727dcb90af34c";

  @Test
  void agreesWithTheRootOfTheFirstBlock() {
    BitcoinTransaction first = TransactionReader.read(FIRST);

    Bytes leaf = twice(Bytes.concat(twice(FIRST), TransactionFormat.LOTUS.identity(first).hash()));

    assertThat(new Txid(leaf).text()).isEqualTo(ROOT);
  }

  @Test
  void leavesSignaturesOut() {
    BitcoinTransaction first = TransactionReader.read(FIRST);
    TxInput input = first.inputs().get(0);
    BitcoinTransaction signed =
        first.with(
            0, new TxInput(input.outpoint(), Bytes.EMPTY, input.sequence(), input.witness()));

    assertThat(TransactionFormat.LOTUS.identity(signed))
        .isEqualTo(TransactionFormat.LOTUS.identity(first));
    assertThat(TransactionFormat.BITCOIN.identity(signed))
        .isNotEqualTo(TransactionFormat.BITCOIN.identity(first));
  }

  @Test
  void makesNothingOfATransactionBeforeItIsTheOneThatIsWanted() {
    BitcoinTransaction first = TransactionReader.read(FIRST);
    Txid id = TransactionFormat.BITCOIN.identity(first);
    Bytes input = Bytes.fromHex("01" + "11".repeat(32) + "00000000" + "00" + "ffffffff");
    Bytes output = Bytes.fromHex("01" + "00".repeat(9));
    Bytes many = Bytes.concat(Bytes.fromHex("fe"), Bytes.fromHex("60ae0a00")); // 700,000
    Bytes bomb =
        Bytes.concat(
            Bytes.fromHex("010000000001"),
            input,
            output,
            many,
            Bytes.of(new byte[700_000]),
            Bytes.fromHex("00000000"));

    assertThat(TransactionFormat.BITCOIN.read(FIRST, id)).isEqualTo(first);
    assertBad(bomb, id, "more witnesses");
    assertBad(Bytes.of(new byte[4_000_001]), id, "larger than any");
    assertBad(Bytes.concat(FIRST, Bytes.fromHex("00")), id, "not a transaction");
    assertBad(FIRST.slice(0, 100), id, "not a transaction");
    assertBad(FIRST, Txid.of("77".repeat(32)), "another transaction");
  }

  private static void assertBad(Bytes raw, Txid id, String why) {
    assertThatThrownBy(() -> TransactionFormat.BITCOIN.read(raw, id))
        .isInstanceOf(ChainException.class)
        .hasMessageContaining(why);
  }

  private static Bytes twice(Bytes bytes) {
    return TaggedHash.sha256(TaggedHash.sha256(bytes));
  }
}
