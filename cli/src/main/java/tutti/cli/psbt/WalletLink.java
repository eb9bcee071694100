package tutti.cli.psbt;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.Wallet;

/** The wallet that a signer vouches for, or none, for as long as some work takes. */
public record WalletLink(@Nullable Wallet wallet, Runnable ending) {
  /** The same, and something else that ends with it. */
  WalletLink and(Runnable another) {
    return new WalletLink(
        wallet,
        () -> {
          ending.run();
          another.run();
        });
  }

  /** Does the work; after it, nobody waits for the wallet any more. */
  public <T> T during(Callable<T> work) throws Exception {
    try {
      return work.call();
    } finally {
      ending.run();
    }
  }
}
