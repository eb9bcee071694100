package tutti.musig2;

/**
 * Bytes of the right size that are no valid contribution, and whose they are.
 *
 * <p>The index is the position in the list that was given. It is {@link #NO_SIGNER} for aggregate
 * nonces: whoever aggregated them is to blame, not a signer.
 */
public final class InvalidContributionException extends IllegalArgumentException {
  public static final int NO_SIGNER = -1;

  private static final long serialVersionUID = 1L;

  private final int signerIndex;
  private final Contribution contribution;

  public InvalidContributionException(int signerIndex, Contribution contribution) {
    super(
        signerIndex == NO_SIGNER
            ? "invalid %s".formatted(contribution)
            : "invalid %s of signer %d".formatted(contribution, signerIndex));
    this.signerIndex = signerIndex;
    this.contribution = contribution;
  }

  public int signerIndex() {
    return signerIndex;
  }

  public Contribution contribution() {
    return contribution;
  }
}
