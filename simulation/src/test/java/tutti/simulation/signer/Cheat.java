package tutti.simulation.signer;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/** A way to cheat. */
public enum Cheat {
  WRONG_SIGNATURE,
  WRONG_OPENING,
  TWO_COMMITMENTS,
  TWO_NONCES,
  TWO_SIGNATURES,
  SILENT_AT_COMMITMENT,
  SILENT_AT_NONCE,
  SILENT_AT_SIGNATURE;

  public static final List<Cheat> ALL = List.of(values());

  /** Whether it says nothing where this was to be said. */
  boolean silencesAt(Contribution contribution) {
    return switch (this) {
      case SILENT_AT_COMMITMENT -> contribution instanceof CommitNonce;
      case SILENT_AT_NONCE -> contribution instanceof ShareNonce;
      case SILENT_AT_SIGNATURE -> contribution instanceof SharePartialSignature;
      default -> false;
    };
  }

  boolean isSilent() {
    return this == SILENT_AT_COMMITMENT || this == SILENT_AT_NONCE || this == SILENT_AT_SIGNATURE;
  }

  /** Whether it says something else than this. */
  boolean replaces(Contribution contribution) {
    return switch (this) {
      case WRONG_SIGNATURE -> contribution instanceof SharePartialSignature;
      case WRONG_OPENING -> contribution instanceof ShareNonce;
      default -> false;
    };
  }

  /** Whether it says something else besides this. */
  boolean contradicts(Contribution contribution) {
    return switch (this) {
      case TWO_COMMITMENTS -> contribution instanceof CommitNonce;
      case TWO_NONCES -> contribution instanceof ShareNonce;
      case TWO_SIGNATURES -> contribution instanceof SharePartialSignature;
      default -> false;
    };
  }

  /** The same with other content. */
  static Contribution otherThan(Contribution said, Engine engine, SecretKey key) {
    if (said instanceof CommitNonce commit) {
      List<Bytes> others = commit.commitments().stream().map(Cheat::changed).toList();
      return new CommitNonce(commit.sessionId(), commit.attempt(), commit.signerIndex(), others);
    }
    if (said instanceof ShareNonce share) {
      List<PublicNonce> others =
          share.pubnonces().stream()
              .map(one -> engine.generateNonce(NonceRequest.of(key.publicKey())).publicNonce())
              .toList();
      return new ShareNonce(
          share.sessionId(),
          share.attempt(),
          share.signerIndex(),
          others,
          share.commitmentsHash(),
          share.resumed());
    }
    SharePartialSignature share = (SharePartialSignature) said;
    List<PartialSignature> others =
        share.partialSigs().stream()
            .map(one -> new PartialSignature(changed(one.bytes())))
            .toList();
    return new SharePartialSignature(
        share.sessionId(), share.attempt(), share.signerIndex(), others, share.noncesHash());
  }

  private static Bytes changed(Bytes bytes) {
    byte[] array = bytes.toArray();
    array[array.length - 1] ^= 1;
    return Bytes.of(array);
  }
}
