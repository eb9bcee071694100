package tutti.musig2;

/** A tweak that is not below the group order, or that turns the key into the infinity. */
public final class InvalidTweakException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int tweakIndex;

  public InvalidTweakException(int tweakIndex) {
    super("invalid tweak %d".formatted(tweakIndex));
    this.tweakIndex = tweakIndex;
  }

  /** Position in the list of tweaks. */
  public int tweakIndex() {
    return tweakIndex;
  }
}
