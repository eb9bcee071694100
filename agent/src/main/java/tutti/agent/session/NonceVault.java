package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;

/**
 * The nonces of one signer for one session: made once, held in memory only, used once or wiped.
 *
 * <p>There is one vault per session object and a vault is filled once, so nothing that services say
 * can bring a used nonce back.
 */
final class NonceVault {
  private final Signer signer;
  private final List<PublicNonce> publicNonces;
  private final List<Bytes> commitments;
  private List<SecretNonce> secretNonces;

  private NonceVault(Signer signer, List<NoncePair> pairs, List<Bytes> commitments) {
    this.signer = signer;
    this.publicNonces = pairs.stream().map(NoncePair::publicNonce).toList();
    this.secretNonces = pairs.stream().map(NoncePair::secretNonce).toList();
    this.commitments = List.copyOf(commitments);
  }

  /** Fresh nonces, one per item, bound to key, aggregate key, message, session and position. */
  static NonceVault fill(Signer signer, SessionFacts facts) {
    SessionId id = facts.terms().sessionId();
    List<NoncePair> pairs = new ArrayList<>();
    List<Bytes> commitments = new ArrayList<>();
    for (int item = 0; item < facts.items().size(); item++) {
      NonceRequest request =
          NonceRequest.of(
                  signer.key(), facts.keyContexts().get(item), facts.items().get(item).message())
              .withExtraInput(Bytes.concat(id.bytes(), position(item)));
      NoncePair pair = signer.engine().generateNonce(request);
      pairs.add(pair);
      commitments.add(
          Transcript.nonceCommitment(id, facts.signerIndex(), item, pair.publicNonce()));
    }
    return new NonceVault(signer, pairs, commitments);
  }

  List<PublicNonce> publicNonces() {
    return publicNonces;
  }

  List<Bytes> commitments() {
    return commitments;
  }

  /**
   * Signs every item, and checks its own result, as a fault in the arithmetic may give the key
   * away.
   *
   * @throws IllegalStateException if the nonces were used, or a result is wrong
   */
  List<PartialSignature> sign(List<SigningSession> sessions, int signerIndex) {
    List<SecretNonce> nonces = secretNonces;
    secretNonces = List.of();
    if (nonces.size() != sessions.size()) {
      throw new IllegalStateException("the nonces were used");
    }
    try {
      List<PartialSignature> signatures = new ArrayList<>();
      for (int item = 0; item < nonces.size(); item++) {
        SigningSession session = sessions.get(item);
        PartialSignature signature = signer.engine().sign(nonces.get(item), signer.key(), session);
        if (!signer
            .engine()
            .verifyPartial(session, signature, publicNonces.get(item), signerIndex)) {
          throw new IllegalStateException("a partial signature came out wrong");
        }
        signatures.add(signature);
      }
      return signatures;
    } finally {
      nonces.forEach(SecretNonce::close);
    }
  }

  void wipe() {
    secretNonces.forEach(SecretNonce::close);
    secretNonces = List.of();
  }

  private static Bytes position(int item) {
    return Bytes.of(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(item).array());
  }

  @Override
  public String toString() {
    return "NonceVault[" + publicNonces.size() + "]";
  }
}
