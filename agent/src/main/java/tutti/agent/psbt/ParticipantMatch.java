package tutti.agent.psbt;

import java.util.List;
import java.util.Optional;
import tutti.musig2.PublicKey;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.signing.ParticipantKeys;

/** Tells which participant of a PSBT a signer stands for. */
@FunctionalInterface
public interface ParticipantMatch {
  /**
   * Whether it is this one.
   *
   * @param origin where the PSBT says that the participant's key comes from, true or not
   */
  boolean is(PublicKey participant, Optional<KeyOrigin> origin);

  /** The one with this key in all inputs. */
  static ParticipantMatch key(PublicKey key) {
    return (participant, origin) -> participant.equals(key);
  }

  /** The one whose keys are said to come from here, or from below. */
  static ParticipantMatch below(KeyOrigin account) {
    return (participant, origin) ->
        origin
            .filter(one -> one.fingerprint().equals(account.fingerprint()))
            .filter(one -> startsWith(one.path(), account.path()))
            .isPresent();
  }

  /** The one whose private keys these are. */
  static ParticipantMatch owned(ParticipantKeys keys) {
    return (participant, origin) -> keys.use(participant, origin, key -> true).isPresent();
  }

  private static boolean startsWith(List<Long> path, List<Long> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }
}
