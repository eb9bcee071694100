package tutti.chain;

/** What somebody who watches a chain sees happen. */
public sealed interface WatchEvent {
  /** It is there, in a block or waiting for one, or has become deeper. */
  record Seen(int confirmations) implements WatchEvent {}

  /** The chain has changed its mind: what was in a block is in another one, or in none. */
  record Reorganized(BlockRef was, int confirmations) implements WatchEvent {}

  /** It is not there any more, nor waiting. */
  record Vanished() implements WatchEvent {}

  /** An output that is watched is spent. */
  record Spent(OutputState.Spending spending) implements WatchEvent {}

  /** Nobody can say; it is looked again. */
  record Trouble(ChainException reason) implements WatchEvent {}
}
