package tutti.agent.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.KeyAccess;
import tutti.agent.session.KeySource;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.signing.ParticipantKeys;

/**
 * Signs transactions too: with the signer's own key, with keys that it has beside, or with those of
 * a wallet that it vouches for.
 */
public final class PsbtKeySource implements KeySource {
  private final SecretKey own;
  private final @Nullable ParticipantKeys keys;
  private final boolean vouching;

  /**
   * The keys of a signer.
   *
   * @param keys of the participant that it stands for, if these are not its own key
   * @param vouching whether what neither of them has is a wallet's
   */
  public PsbtKeySource(SecretKey own, @Nullable ParticipantKeys keys, boolean vouching) {
    this.own = own;
    this.keys = keys;
    this.vouching = vouching;
  }

  @Override
  public KeyAccess of(VerifiedRequest verified) {
    return PsbtProposal.ifAny(verified)
        .map(proposal -> access(verified.request(), proposal, verified.signerIndex()))
        .orElseGet(() -> KeySource.of(own).of(verified));
  }

  private KeyAccess access(SigningRequest request, PsbtProposal proposal, int signer) {
    List<ParticipantKey> found = new ArrayList<>();
    for (int i = 0; i < proposal.items().size(); i++) {
      PublicKey participant = request.itemKeys(request.items().get(i)).bySigner().get(signer);
      Optional<KeyOrigin> origin =
          PsbtTerms.origin(proposal.psbt(), proposal.items().get(i), participant);
      Optional<ParticipantKey> key = key(participant, origin);
      if (key.isEmpty() && !(vouching && found.isEmpty())) {
        throw Refusal.ofField(
            ErrorCode.NOT_A_PARTICIPANT,
            "items[%d].keys[%d]".formatted(i, signer),
            "this signer does not have the key " + participant.hex());
      }
      if (key.isEmpty()) {
        return requireForeign(request, proposal, signer);
      }
      found.add(key.get());
    }
    return new KeysByItem(found);
  }

  /** A wallet is asked for all items at once, so none of them may be anybody else's. */
  private KeyAccess requireForeign(SigningRequest request, PsbtProposal proposal, int signer) {
    for (int i = 0; i < proposal.items().size(); i++) {
      PublicKey participant = request.itemKeys(request.items().get(i)).bySigner().get(signer);
      var origin = PsbtTerms.origin(proposal.psbt(), proposal.items().get(i), participant);
      if (key(participant, origin).isPresent()) {
        throw Refusal.ofField(
            ErrorCode.CONFLICT,
            "items[%d].keys[%d]".formatted(i, signer),
            "is a key of this signer, while another item has one of its wallet");
      }
    }
    return new KeyAccess.Elsewhere();
  }

  private Optional<ParticipantKey> key(PublicKey participant, Optional<KeyOrigin> origin) {
    if (own.publicKey().equals(participant)) {
      return Optional.of(new ParticipantKey(participant, origin, ParticipantKeys.of(own)));
    }
    ParticipantKeys more = keys;
    return more != null && more.use(participant, origin, key -> true).isPresent()
        ? Optional.of(new ParticipantKey(participant, origin, more))
        : Optional.empty();
  }

  /** A participant whose private key is here. */
  private record ParticipantKey(
      PublicKey participant, Optional<KeyOrigin> origin, ParticipantKeys keys) {}

  /** Private keys by item. */
  private record KeysByItem(List<ParticipantKey> found) implements KeyAccess.Here {
    @Override
    public <T> T use(int item, Function<SecretKey, T> work) {
      ParticipantKey key = found.get(item);
      return key.keys().use(key.participant(), key.origin(), work).orElseThrow();
    }

    @Override
    public String toString() {
      return "KeysByItem[%d items]".formatted(found.size());
    }
  }

  @Override
  public String toString() {
    return "PsbtKeySource[own %s%s]".formatted(own.publicKey().hex(), vouching ? ", vouching" : "");
  }
}
