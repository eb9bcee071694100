package tutti.session.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.session.SessionPhase;

/**
 * What the signers gave, round by round.
 *
 * @param sequences the last accepted sequence number of each signer; 0 for none
 * @param setHash names the complete set of the round before: commitments, then pubnonces
 * @param aggnonces per item, once all pubnonces were aggregated
 */
public record Rounds(
    Slots commitments,
    Slots nonces,
    Slots partialSigs,
    List<Long> sequences,
    @Nullable Bytes setHash,
    @Nullable List<AggregateNonce> aggnonces) {

  public Rounds {
    aggnonces = aggnonces == null ? null : List.copyOf(aggnonces);
  }

  static Rounds empty(int signers) {
    return new Rounds(
        Slots.empty(signers),
        Slots.empty(signers),
        Slots.empty(signers),
        Collections.nCopies(signers, 0L),
        null,
        null);
  }

  /** The slots of the round that this phase collects. */
  Slots slots(SessionPhase round) {
    return switch (round) {
      case NONCE_COMMITMENT -> commitments;
      case NONCE_EXCHANGE -> nonces;
      default -> partialSigs;
    };
  }

  /** How many contributions there are. */
  int given() {
    return commitments.filled() + nonces.filled() + partialSigs.filled();
  }

  Rounds with(SessionPhase round, int signer, Envelope contribution) {
    Slots filled = slots(round).with(signer, contribution);
    Rounds counted = withSequence(signer, contribution.sequence());
    return new Rounds(
        round == SessionPhase.NONCE_COMMITMENT ? filled : commitments,
        round == SessionPhase.NONCE_EXCHANGE ? filled : nonces,
        round == SessionPhase.PARTIAL_SIGNATURE_EXCHANGE ? filled : partialSigs,
        counted.sequences,
        setHash,
        aggnonces);
  }

  Rounds withSequence(int signer, long sequence) {
    List<Long> changed = new ArrayList<>(sequences);
    changed.set(signer, Math.max(sequence, changed.get(signer)));
    return new Rounds(
        commitments,
        nonces,
        partialSigs,
        Collections.unmodifiableList(changed),
        setHash,
        aggnonces);
  }

  Rounds withSetHash(Bytes hash) {
    return new Rounds(commitments, nonces, partialSigs, sequences, hash, aggnonces);
  }

  Rounds withAggnonces(List<AggregateNonce> aggregated) {
    return new Rounds(commitments, nonces, partialSigs, sequences, setHash, aggregated);
  }
}
