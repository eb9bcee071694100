package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.KeyAggContext;
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
  private final List<PublicNonce> publicNonces;
  private final List<Bytes> commitments;
  private List<SecretNonce> secretNonces;

  private NonceVault(
      List<PublicNonce> publicNonces, List<SecretNonce> secretNonces, SessionFacts facts) {
    SessionId id = facts.terms().sessionId();
    int self = facts.signerIndex();
    this.publicNonces = List.copyOf(publicNonces);
    this.secretNonces = List.copyOf(secretNonces);
    this.commitments =
        IntStream.range(0, publicNonces.size())
            .mapToObj(item -> Transcript.nonceCommitment(id, self, item, publicNonces.get(item)))
            .toList();
  }

  /** Fresh nonces, one per item, bound to key, aggregate key, message, session and position. */
  static NonceVault fill(Engine engine, KeyAccess.Here keys, SessionFacts facts) {
    List<NoncePair> pairs = new ArrayList<>();
    for (int item = 0; item < facts.items().size(); item++) {
      pairs.add(pair(engine, keys, facts, item));
    }
    return new NonceVault(
        pairs.stream().map(NoncePair::publicNonce).toList(),
        pairs.stream().map(NoncePair::secretNonce).toList(),
        facts);
  }

  /** Nonces whose secret half is elsewhere. */
  static NonceVault of(List<PublicNonce> given, SessionFacts facts) {
    return new NonceVault(given, List.of(), facts);
  }

  private static NoncePair pair(Engine engine, KeyAccess.Here keys, SessionFacts facts, int item) {
    KeyAggContext context = facts.keyContexts().get(item);
    Bytes message = facts.items().get(item).message();
    Bytes extra = Bytes.concat(facts.terms().sessionId().bytes(), position(item));
    return keys.use(
        item,
        key -> engine.generateNonce(NonceRequest.of(key, context, message).withExtraInput(extra)));
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
  List<PartialSignature> sign(
      Engine engine, KeyAccess.Here keys, SessionFacts facts, List<SigningSession> sessions) {
    List<SecretNonce> nonces = secretNonces;
    secretNonces = List.of();
    if (nonces.size() != sessions.size()) {
      throw new IllegalStateException("the nonces were used");
    }
    try {
      List<PartialSignature> signatures = new ArrayList<>();
      for (int item = 0; item < nonces.size(); item++) {
        SigningSession session = sessions.get(item);
        SecretNonce nonce = nonces.get(item);
        int place = facts.itemKeys().get(item).place(facts.signerIndex());
        PartialSignature signature = keys.use(item, key -> engine.sign(nonce, key, session));
        if (!engine.verifyPartial(session, signature, publicNonces.get(item), place)) {
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
