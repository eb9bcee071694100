package tutti.chain.backend;

import org.jspecify.annotations.Nullable;
import tutti.chain.Txid;

/**
 * That an output is spent.
 *
 * @param spender null: by whom is not known any more
 */
public record SpentClaim(@Nullable Txid spender) {
  boolean isNamed() {
    return spender != null;
  }
}
