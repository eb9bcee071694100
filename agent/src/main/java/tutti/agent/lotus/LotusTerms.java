package tutti.agent.lotus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.LotusSpend;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusItem;
import tutti.transactions.lotus.LotusTransaction;

/**
 * What a request says that asks signers to sign a Lotus transaction: of each input of theirs one
 * item.
 */
public record LotusTerms(LotusSpend spend, List<PublicKey> keys, List<SigningItem> items) {
  public LotusTerms {
    keys = List.copyOf(keys);
    items = List.copyOf(items);
  }

  /**
   * Derives it.
   *
   * @param spent the outputs that the inputs spend, in their order
   * @throws tutti.protocol.Refusal that names the field, as {@link LotusProposal#of} does
   */
  public static LotusTerms of(
      LotusTransaction transaction, List<TxOutput> spent, List<PublicKey> signers) {
    LotusSpend spend =
        new LotusSpend(
            transaction.serialized(),
            spent.stream()
                .map(output -> new LotusSpend.Output(output.amount(), output.script()))
                .toList());
    List<SigningItem> items = new ArrayList<>();
    for (LotusItem item : LotusProposal.plan(spend, LotusGroup.of(signers)).items()) {
      List<ItemTweak> tweaks =
          item.keys().tweaks().stream()
              .map(tweak -> new ItemTweak(tweak.bytes(), tweak.xOnly()))
              .toList();
      items.add(new SigningItem(item.message(), tweaks.isEmpty() ? null : tweaks));
    }
    return new LotusTerms(spend, KeySort.sort(signers), items);
  }

  /** The request that says so. */
  public SigningRequest request(
      PublicKey creator,
      @Nullable String purpose,
      long expiresAt,
      @Nullable RequestOptions options,
      @Nullable Map<String, String> metadata) {
    return SigningRequest.by(creator, keys)
        .items(items)
        .lotus(spend)
        .purpose(purpose)
        .expiresAt(expiresAt)
        .options(options)
        .metadata(metadata)
        .build();
  }
}
