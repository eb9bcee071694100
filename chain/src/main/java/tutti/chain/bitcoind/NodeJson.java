package tutti.chain.bitcoind;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.Txid;
import tutti.chain.backend.UnspentClaim;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** What a node answers, as far as it is read here. */
final class NodeJson {
  /** Digits after the point; the node always writes all of them. */
  private static final int SATOSHIS = 8;

  /** Digits before the point; there are fewer bitcoins. */
  private static final int MOST_DIGITS = 9;

  private NodeJson() {}

  /** What is around every result; both are there, and one of them is null. */
  record Envelope<T>(@JsonProperty(required = true) @Nullable T result, @Nullable Problem error) {}

  /** Why there is no result. */
  record Problem(int code, @Nullable String message) {}

  /** {@code getblockchaininfo}. */
  record ChainInfo(@JsonProperty(required = true) int blocks, @Nullable String bestblockhash) {}

  /** {@code getblockheader}. */
  record Header(@JsonProperty(required = true) int height) {}

  /**
   * {@code getrawtransaction}.
   *
   * @param confirmations 0 also if the block was reorganized away
   */
  record Raw(@Nullable String hex, @Nullable String blockhash, @Nullable Integer confirmations) {
    Bytes bytes() {
      return NodeJson.hex(hex);
    }
  }

  /** {@code gettxout}. */
  record Output(
      @JsonProperty(required = true) int confirmations,
      @Nullable String bestblock,
      @Nullable BigDecimal value,
      @Nullable Script scriptPubKey) {
    TxOutput output() {
      try {
        return new TxOutput(
            satoshis(value), NodeJson.hex(scriptPubKey == null ? null : scriptPubKey.hex));
      } catch (Refusal e) {
        throw bad("no amount");
      }
    }
  }

  /** A script in several forms. */
  record Script(@Nullable String hex) {}

  /** An element of {@code gettxspendingprevout}. */
  record Spending(@Nullable String spendingtxid) {}

  /** {@code scantxoutset}. */
  record Scan(@JsonProperty(required = true) List<Found> unspents) {}

  /** One output of a script. */
  record Found(
      @Nullable String txid,
      @JsonProperty(required = true) long vout,
      @Nullable BigDecimal amount) {
    UnspentClaim claim() {
      return new UnspentClaim(new Outpoint(NodeJson.txid(txid).hash(), vout), satoshis(amount));
    }
  }

  /** {@code estimatesmartfee}: bitcoins for a thousand bytes. */
  record Estimate(@Nullable BigDecimal feerate) {}

  /** An element of what {@code gettxspendingprevout} wants. */
  record Asked(String txid, long vout) {
    static Asked of(Outpoint outpoint) {
      return new Asked(new Txid(outpoint.txid()).text(), outpoint.index());
    }
  }

  /** Looked at before anything is computed of it: 1e1000000000 is short to write. */
  static long satoshis(@Nullable BigDecimal bitcoins) {
    if (bitcoins == null
        || bitcoins.scale() < 0
        || bitcoins.scale() > SATOSHIS
        || bitcoins.precision() - bitcoins.scale() > MOST_DIGITS) {
      throw bad("no amount");
    }
    return bitcoins.movePointRight(SATOSHIS).longValueExact();
  }

  static Txid txid(@Nullable String text) {
    try {
      return Txid.of(String.valueOf(text));
    } catch (Refusal malformed) {
      throw bad("no transaction id");
    }
  }

  static Bytes hex(@Nullable String text) {
    try {
      return Bytes.fromHex(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw bad("not hexadecimal");
    }
  }

  static ChainException bad(String message) {
    return new ChainException(Code.BAD_ANSWER, message);
  }
}
