package tutti.chain.backend;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import tutti.chain.ChainClient;

/**
 * What servers are asked.
 *
 * @param doubted answers that count only if no other server contradicts them
 * @param all whether all are told at once, and one that helps is enough
 */
record Question<T>(
    Function<ChainClient, CompletableFuture<T>> to, Predicate<T> doubted, boolean all) {

  /** One that the first server that knows decides. */
  static <T> Question<T> of(Function<ChainClient, CompletableFuture<T>> to) {
    return new Question<>(to, answer -> false, false);
  }
}
