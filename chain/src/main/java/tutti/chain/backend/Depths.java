package tutti.chain.backend;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainException;

/**
 * How deep lies what a server claims to be in a block. The newest block is always asked for before
 * the claim: a chain that changes its mind in between makes something seem less deep than it is,
 * for one look. The other way round, a block that is replaced would count those of the chain that
 * replaced it as its own.
 */
final class Depths {
  private final Backend backend;
  private @Nullable CompletableFuture<BlockRef> asking;

  Depths(Backend backend) {
    this.backend = backend;
  }

  /**
   * A claim, and the depth of the block that it names.
   *
   * @param confirmations 0: it names none
   */
  record Measured<C>(C claim, int confirmations) {}

  /** The newest block; many want to know it at the same time. */
  synchronized CompletableFuture<BlockRef> tip() {
    CompletableFuture<BlockRef> running = asking;
    if (running == null || running.isDone()) {
      running = ask();
      asking = running;
    }
    return running.copy();
  }

  <C> CompletableFuture<Measured<C>> measure(
      Supplier<CompletableFuture<C>> question, Function<C, @Nullable BlockRef> place) {
    return tip().thenCompose(tip -> measure(tip, question, place));
  }

  /** The same below a newest block that was asked for before. */
  <C> CompletableFuture<Measured<C>> measure(
      BlockRef tip,
      Supplier<CompletableFuture<C>> question,
      Function<C, @Nullable BlockRef> place) {
    return question
        .get()
        .thenCompose(
            claim ->
                isAbove(tip, place.apply(claim)) // a block was found meanwhile, or it is a lie
                    ? ask().thenCompose(next -> again(next, question, place))
                    : CompletableFuture.completedFuture(measured(tip, claim, place)));
  }

  private <C> CompletableFuture<Measured<C>> again(
      BlockRef tip,
      Supplier<CompletableFuture<C>> question,
      Function<C, @Nullable BlockRef> place) {
    return question
        .get()
        .thenApply(
            claim -> {
              if (isAbove(tip, place.apply(claim))) {
                throw new ChainException(
                    ChainException.Code.BAD_ANSWER, "a block above the newest one");
              }
              return measured(tip, claim, place);
            });
  }

  private CompletableFuture<BlockRef> ask() {
    return onTheWay(backend.tip());
  }

  /** That something on the way is not known says nothing about what was asked for. */
  static <T> CompletableFuture<T> onTheWay(CompletableFuture<T> answer) {
    return answer.exceptionallyCompose(
        error -> {
          ChainException why = ChainException.of(error);
          return CompletableFuture.failedFuture(
              why.code().isAnswer()
                  ? new ChainException(ChainException.Code.UNAVAILABLE, "" + why.getMessage())
                  : why);
        });
  }

  private static boolean isAbove(BlockRef tip, @Nullable BlockRef block) {
    return block != null && block.height() > tip.height();
  }

  private static <C> Measured<C> measured(
      BlockRef tip, C claim, Function<C, @Nullable BlockRef> place) {
    BlockRef block = place.apply(claim);
    return new Measured<>(claim, block == null ? 0 : block.confirmations(tip));
  }
}
