package tutti.chain.esplora;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.FeeRate;
import tutti.chain.Txid;
import tutti.chain.backend.SpentClaim;
import tutti.chain.backend.UnspentClaim;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;

/** What Esplora answers, as far as it is read here. */
final class EsploraJson {
  private EsploraJson() {}

  /** {@code GET /block/:hash}. */
  record Block(@Nullable String id, @JsonProperty(required = true) int height) {
    BlockRef ref() {
      return new BlockRef(height, String.valueOf(id));
    }
  }

  /** {@code GET /tx/:txid/status}. */
  record Status(
      @JsonProperty(required = true) boolean confirmed,
      @JsonProperty("block_height") @Nullable Integer height,
      @JsonProperty("block_hash") @Nullable String hash) {
    @Nullable BlockRef block() {
      return confirmed ? new BlockRef(height == null ? -1 : height, String.valueOf(hash)) : null;
    }
  }

  /** {@code GET /tx/:txid/outspend/:vout}. */
  record Outspend(@JsonProperty(required = true) boolean spent, @Nullable String txid) {
    @Nullable SpentClaim claim() {
      return spent ? new SpentClaim(EsploraJson.txid(txid)) : null;
    }
  }

  /** An element of {@code GET /scripthash/:hash/utxo}. */
  record Unspent(
      @Nullable String txid,
      @JsonProperty(required = true) long vout,
      @JsonProperty(required = true) long value) {
    UnspentClaim claim() {
      return new UnspentClaim(new Outpoint(EsploraJson.txid(txid).hash(), vout), value);
    }
  }

  static Txid txid(@Nullable String text) {
    try {
      return Txid.of(String.valueOf(text));
    } catch (Refusal malformed) {
      throw new ChainException(Code.BAD_ANSWER, "no transaction id");
    }
  }

  /** Estimates are there for some numbers of blocks; the slowest that is fast enough is taken. */
  static FeeRate feeRate(Map<?, ?> estimates, int blocks) {
    int slowest = 0;
    double rate = 0;
    for (Map.Entry<?, ?> estimate : estimates.entrySet()) {
      int target = number(String.valueOf(estimate.getKey()));
      boolean better = target > slowest && target <= blocks;
      if (better && estimate.getValue() instanceof Number value) {
        slowest = target;
        rate = value.doubleValue();
      }
    }
    if (slowest == 0) {
      throw new ChainException(Code.UNSUPPORTED, "it has no estimate");
    }
    return new FeeRate(rate);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
