package tutti.acceptance;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/** One signer's honest part in one session, for tests that send it themselves or change it. */
final class Part {
  private static final Engine ENGINE = Engines.bouncyCastle();

  private final SecretKey key;
  private final SessionTerms terms;
  private final SessionId id;
  private final int index;
  private final List<NoncePair> nonces = new ArrayList<>();

  Part(SecretKey key, SessionTerms terms) {
    this.key = key;
    this.terms = terms;
    this.id = terms.sessionId();
    this.index = terms.keys().indexOf(key.publicKey());
    for (var item : terms.items()) {
      var context = ENGINE.aggregateKeys(terms.suite(), terms.keys(), item.tweakList());
      nonces.add(ENGINE.generateNonce(NonceRequest.of(key, context, item.message())));
    }
  }

  int index() {
    return index;
  }

  SessionId sessionId() {
    return id;
  }

  List<PublicNonce> pubnonces() {
    return nonces.stream().map(NoncePair::publicNonce).toList();
  }

  CommitNonce commitment() {
    List<Bytes> commitments = new ArrayList<>();
    for (int item = 0; item < nonces.size(); item++) {
      commitments.add(Transcript.nonceCommitment(id, index, item, pubnonces().get(item)));
    }
    return new CommitNonce(id, terms.attempt(), index, commitments);
  }

  /** The nonces, in answer to the commitments with this hash. */
  ShareNonce nonce(Bytes commitmentsHash) {
    return new ShareNonce(id, terms.attempt(), index, pubnonces(), commitmentsHash);
  }

  /** Uses the nonces up, for this set of nonces by signer index. */
  SharePartialSignature signature(List<List<PublicNonce>> set) {
    List<PartialSignature> signatures = new ArrayList<>();
    for (int item = 0; item < nonces.size(); item++) {
      int position = item;
      var context =
          ENGINE.aggregateKeys(terms.suite(), terms.keys(), terms.items().get(item).tweakList());
      var sum = ENGINE.aggregateNonces(set.stream().map(list -> list.get(position)).toList());
      var session = ENGINE.startSession(context, sum, terms.items().get(item).message());
      signatures.add(ENGINE.sign(nonces.get(item).secretNonce(), key, session));
    }
    return new SharePartialSignature(
        id, terms.attempt(), index, signatures, Transcript.noncesHash(id, set));
  }
}
