package tutti.chain;

/**
 * A block, by its place and its identity; another block may take the place.
 *
 * @param hash as people write it
 */
public record BlockRef(int height, String hash) {
  private static final int HASH_DIGITS = 64;

  /** Checks that it can be a block. */
  public BlockRef {
    if (height < 0 || hash.length() != HASH_DIGITS || !hash.matches("[0-9a-f]+")) {
      throw new ChainException(ChainException.Code.BAD_ANSWER, "no block: height " + height);
    }
  }

  /** How many blocks confirm what is in this one, with this tip. */
  public int confirmations(BlockRef tip) {
    return Math.max(0, tip.height - height + 1);
  }
}
