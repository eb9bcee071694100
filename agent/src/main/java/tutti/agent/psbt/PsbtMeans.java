package tutti.agent.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Hand;
import tutti.agent.session.Means;
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
public final class PsbtMeans implements Means {
  private final SecretKey own;
  private final @Nullable ParticipantKeys keys;
  private final boolean vouching;
  private final PsbtRules rules;

  /**
   * The means of a signer.
   *
   * @param keys of the participant that it stands for, if these are not its own key
   * @param vouching whether what neither of them has is a wallet's
   * @param rules what it refuses whatever it has
   */
  public PsbtMeans(
      SecretKey own, @Nullable ParticipantKeys keys, boolean vouching, PsbtRules rules) {
    this.own = own;
    this.keys = keys;
    this.vouching = vouching;
    this.rules = rules;
  }

  @Override
  public Hand of(SigningRequest request, int signerIndex) {
    Optional<ProposedTransaction> transaction = ProposedTransaction.ifAny(request);
    if (transaction.isEmpty()) {
      return Means.of(own).of(request, signerIndex);
    }
    rules.require(transaction.get());
    return hand(request, transaction.get(), signerIndex);
  }

  private Hand hand(SigningRequest request, ProposedTransaction transaction, int signer) {
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < transaction.items().size(); i++) {
      PublicKey participant = request.itemKeys(request.items().get(i)).bySigner().get(signer);
      Optional<KeyOrigin> origin =
          PsbtTerms.origin(transaction.psbt(), transaction.items().get(i), participant);
      Optional<Holder> holder = holder(participant, origin);
      if (holder.isEmpty() && !(vouching && holders.isEmpty())) {
        throw Refusal.ofField(
            ErrorCode.NOT_A_PARTICIPANT,
            "items[%d].keys[%d]".formatted(i, signer),
            "this signer does not have the key " + participant.hex());
      }
      if (holder.isEmpty()) {
        return requireForeign(request, transaction, signer);
      }
      holders.add(holder.get());
    }
    return new Held(holders);
  }

  /** A wallet is asked for all items at once, so none of them may be anybody else's. */
  private Hand requireForeign(SigningRequest request, ProposedTransaction transaction, int signer) {
    for (int i = 0; i < transaction.items().size(); i++) {
      PublicKey participant = request.itemKeys(request.items().get(i)).bySigner().get(signer);
      var origin = PsbtTerms.origin(transaction.psbt(), transaction.items().get(i), participant);
      if (holder(participant, origin).isPresent()) {
        throw Refusal.ofField(
            ErrorCode.CONFLICT,
            "items[%d].keys[%d]".formatted(i, signer),
            "is a key of this signer, while another item has one of its wallet");
      }
    }
    return new Hand.Elsewhere();
  }

  private Optional<Holder> holder(PublicKey participant, Optional<KeyOrigin> origin) {
    if (own.publicKey().equals(participant)) {
      return Optional.of(new Holder(participant, origin, ParticipantKeys.of(own)));
    }
    ParticipantKeys more = keys;
    return more != null && more.use(participant, origin, key -> true).isPresent()
        ? Optional.of(new Holder(participant, origin, more))
        : Optional.empty();
  }

  /** A participant whose private key is here. */
  private record Holder(PublicKey participant, Optional<KeyOrigin> origin, ParticipantKeys keys) {}

  /** Private keys by item. */
  private record Held(List<Holder> holders) implements Hand.Keys {
    @Override
    public <T> T use(int item, Function<SecretKey, T> work) {
      Holder holder = holders.get(item);
      return holder.keys().use(holder.participant(), holder.origin(), work).orElseThrow();
    }

    @Override
    public String toString() {
      return "Held[%d items]".formatted(holders.size());
    }
  }

  @Override
  public String toString() {
    return "PsbtMeans[own %s%s]".formatted(own.publicKey().hex(), vouching ? ", vouching" : "");
  }
}
