package tutti.agent.session;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SigningSession;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/**
 * What one signer gives to one session, round by round, each on the ground of what it has checked.
 */
final class Contributing {
  private final Signer signer;
  private final KeyAccess access;
  private final SessionFacts facts;
  private final SetCheck check;

  private @Nullable NonceVault vault;
  private @Nullable List<List<Bytes>> commitments;
  private @Nullable Bytes commitmentsHash;
  private @Nullable Bytes noncesHash;
  private List<List<PublicNonce>> allNonces = List.of();
  private List<SigningSession> sessions = List.of();
  private boolean resumed;

  Contributing(Signer signer, KeyAccess access, SessionFacts facts) {
    this.signer = signer;
    this.access = access;
    this.facts = facts;
    this.check = new SetCheck(signer.engine(), facts);
  }

  boolean withCommitments() {
    return ReadyCheck.firstPhase(facts) == SessionPhase.NONCE_COMMITMENT;
  }

  /** Whether the private keys are not here. */
  boolean isElsewhere() {
    return access instanceof KeyAccess.Elsewhere;
  }

  /** Whether nonces must be given first. */
  boolean needsNonces() {
    return isElsewhere() && vault == null;
  }

  /** Nonces that were made where the private keys are. */
  void given(List<PublicNonce> nonces) {
    vault = NonceVault.of(nonces, facts);
  }

  /** Those of all, once they were seen. */
  List<List<PublicNonce>> allNonces() {
    return allNonces;
  }

  /** From now on what is said first says that an earlier life may have said something else. */
  void resume() {
    resumed = true;
  }

  CommitNonce commitment() {
    SessionTerms terms = facts.terms();
    return new CommitNonce(
        terms.sessionId(),
        terms.attempt(),
        facts.signerIndex(),
        vault().commitments(),
        resumedOrNull());
  }

  /** Checks all commitments; those too many for the event come as envelopes. */
  void commitmentsSeen(NonceCommitmentsComplete shown, @Nullable List<Envelope> fetched)
      throws DistrustException, StopException {
    List<List<Bytes>> set = shown.commitments();
    if (fetched != null) {
      set = new ContributionPages(facts).commitments(fetched);
    }
    if (set == null) {
      throw new DistrustException(Lie.COMMITMENTS_SIZE);
    }
    requireOwn(set, vault().commitments());
    check.commitments(set, shown.commitmentsHash(), vault().commitments());
    commitments = set;
    commitmentsHash = shown.commitmentsHash();
  }

  ShareNonce nonce() {
    SessionTerms terms = facts.terms();
    return new ShareNonce(
        terms.sessionId(),
        terms.attempt(),
        facts.signerIndex(),
        vault().publicNonces(),
        commitmentsHash,
        resumedOrNull());
  }

  /** Checks all nonces and their aggregates; those too many for the event come as envelopes. */
  void noncesSeen(NoncesComplete shown, @Nullable List<Envelope> fetched)
      throws DistrustException, StopException {
    List<List<PublicNonce>> set = shown.pubnonces();
    if (fetched != null) {
      set = new ContributionPages(facts).nonces(fetched);
    }
    if (set == null) {
      throw new DistrustException(Lie.NONCES_SIZE);
    }
    if (!withCommitments()) {
      requireOwn(set, vault().publicNonces());
    }
    check.nonces(set, shown.noncesHash(), vault().publicNonces());
    if (commitments != null) {
      check.openings(commitments, set);
    }
    sessions = check.sessions(set, shown);
    allNonces = set;
    noncesHash = shown.noncesHash();
    commitments = null;
  }

  /**
   * Uses the nonces up.
   *
   * @throws IllegalStateException if that was done before, or the nonces were not seen
   */
  SharePartialSignature signature() {
    if (vault == null || noncesHash == null) {
      throw new IllegalStateException("there is nothing to sign yet");
    }
    return share(vault.sign(signer.engine(), (KeyAccess.Here) access, facts, sessions), noncesHash);
  }

  /** Shares what was signed elsewhere; it is this signer that answers for it. */
  SharePartialSignature signature(List<PartialSignature> given) throws StopException {
    boolean right =
        noncesHash != null
            && given.size() == sessions.size()
            && IntStream.range(0, given.size()).allMatch(item -> isRight(item, given.get(item)));
    if (!right || noncesHash == null) {
      throw new StopException(
          ErrorCode.INVALID_PARTIAL_SIGNATURE, "a partial signature from elsewhere is wrong");
    }
    return share(given, noncesHash);
  }

  private boolean isRight(int item, PartialSignature partial) {
    int self = facts.signerIndex();
    return signer
        .engine()
        .verifyPartial(
            sessions.get(item),
            partial,
            allNonces.get(self).get(item),
            facts.itemKeys().get(item).place(self));
  }

  private SharePartialSignature share(List<PartialSignature> partials, Bytes hash) {
    SessionTerms terms = facts.terms();
    return new SharePartialSignature(
        terms.sessionId(), terms.attempt(), facts.signerIndex(), partials, hash, resumedOrNull());
  }

  private @Nullable Boolean resumedOrNull() {
    return resumed ? true : null;
  }

  void wipe() {
    if (vault != null) {
      vault.wipe();
    }
  }

  /** Where this signer was restarted, the word of an earlier life may have been heard first. */
  private <T> void requireOwn(List<List<T>> set, List<T> own) throws StopException {
    int index = facts.signerIndex();
    if (resumed && index < set.size() && !set.get(index).equals(own)) {
      throw StopException.nonceLost();
    }
  }

  /** Filled when the first contribution is made, never again. */
  private NonceVault vault() {
    if (vault == null) {
      vault = NonceVault.fill(signer.engine(), (KeyAccess.Here) access, facts);
    }
    return vault;
  }
}
