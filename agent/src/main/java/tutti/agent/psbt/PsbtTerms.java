package tutti.agent.psbt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.TapBip32Derivation;
import tutti.transactions.signing.ItemProgress;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/**
 * What a request says that asks signers to sign a PSBT: of each input of theirs one item. Inputs of
 * others, and what is signed already, are left alone.
 *
 * @param keys the signers' own
 * @param keyOrder null where the participants are sorted, as descriptors have it
 */
public record PsbtTerms(
    Psbt psbt, List<PublicKey> keys, @Nullable KeyOrder keyOrder, List<SigningItem> items) {
  public PsbtTerms {
    keys = List.copyOf(keys);
    items = List.copyOf(items);
  }

  private static final int MAX_STEPS = 32;

  /** By what an input is signed where the signers can do both. */
  public enum Preference {
    KEY,
    SCRIPT
  }

  /** An item, and its participants by stand-in. */
  private record Match(PsbtItem item, List<PublicKey> participants) {
    boolean isSorted() {
      return KeySort.sort(item.participants()).equals(item.participants());
    }

    List<PublicKey> in(List<Integer> order) {
      return order.stream().map(participants::get).toList();
    }

    Refusal outOfOrder() {
      return Refusal.ofField(
          ErrorCode.CONFLICT,
          "psbt.inputs[%d].musig2_participant_pubkeys".formatted(item.input()),
          "neither sorted nor in the order of the other inputs, so no request can say it");
    }
  }

  /** Derives it, for the key path wherever that is theirs. */
  public static PsbtTerms of(Psbt psbt, List<SignerParticipant> signers) {
    return of(psbt, signers, Preference.KEY);
  }

  /**
   * Derives it.
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if no group that signs is made of these signers,
   *     {@code CONFLICT} if the order of its participants cannot be said in one request
   */
  public static PsbtTerms of(Psbt psbt, List<SignerParticipant> signers, Preference preference) {
    SigningPlan plan = SigningPlan.of(psbt);
    List<Match> matches = new ArrayList<>();
    for (int input = 0; input < plan.spent().size(); input++) {
      List<Match> possible = match(plan, input, signers);
      possible.stream()
          .filter(match -> match.item().isKeyPath() == (preference == Preference.KEY))
          .findFirst()
          .or(() -> possible.stream().findFirst())
          .ifPresent(matches::add);
    }
    if (matches.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT,
          "psbt",
          "no group that has something to sign is made of these %d signers"
              .formatted(signers.size()));
    }
    boolean sorted = matches.stream().allMatch(Match::isSorted);
    List<Integer> order = sorted ? byKey(signers) : byPlace(matches);
    List<PublicKey> keys = order.stream().map(i -> signers.get(i).signer()).toList();
    boolean own = matches.stream().allMatch(match -> match.in(order).equals(keys));
    return new PsbtTerms(
        psbt,
        keys,
        sorted ? null : KeyOrder.GIVEN,
        matches.stream().map(match -> item(match.item(), own ? null : match.in(order))).toList());
  }

  private static List<Match> match(SigningPlan plan, int input, List<SignerParticipant> signers) {
    List<Match> matches = new ArrayList<>();
    for (PsbtItem item : plan.items(input)) {
      List<PublicKey> found =
          signers.stream().flatMap(signer -> participants(plan, item, signer).stream()).toList();
      boolean isTheirs =
          found.size() == signers.size()
              && item.participants().size() == signers.size()
              && new HashSet<>(found).size() == found.size();
      if (isTheirs && ItemProgress.of(plan, item).signature().isEmpty()) {
        matches.add(new Match(item, found));
      }
    }
    return matches;
  }

  private static List<PublicKey> participants(
      SigningPlan plan, PsbtItem item, SignerParticipant signer) {
    return item.participants().stream()
        .filter(key -> signer.participant().is(key, origin(plan.psbt(), item, key)))
        .toList();
  }

  /** Where a PSBT says that a participant's key comes from; every step would cost time. */
  static Optional<KeyOrigin> origin(Psbt psbt, PsbtItem item, PublicKey participant) {
    return psbt.inputs()
        .get(item.input())
        .tapBip32Derivation(participant.xOnly())
        .map(TapBip32Derivation::origin)
        .filter(origin -> origin.path().size() <= MAX_STEPS);
  }

  private static List<Integer> byKey(List<SignerParticipant> signers) {
    return order(signers.size(), Comparator.comparing(i -> signers.get(i).signer()));
  }

  private static List<Integer> byPlace(List<Match> matches) {
    Match first = matches.get(0);
    List<Integer> places =
        first.participants().stream().map(first.item().participants()::indexOf).toList();
    List<Integer> order = order(places.size(), Comparator.comparing(places::get));
    for (Match match : matches) {
      if (!match.in(order).equals(match.item().participants())) {
        throw match.outOfOrder();
      }
    }
    return order;
  }

  private static List<Integer> order(int size, Comparator<Integer> by) {
    return IntStream.range(0, size).boxed().sorted(by).toList();
  }

  private static SigningItem item(PsbtItem item, @Nullable List<PublicKey> keys) {
    List<ItemTweak> tweaks =
        item.keys().tweaks().stream()
            .map(tweak -> new ItemTweak(tweak.bytes(), tweak.xOnly()))
            .toList();
    return new SigningItem(item.message(), tweaks.isEmpty() ? null : tweaks, keys);
  }

  /** The request that says so. */
  public SigningRequest request(
      PublicKey creator,
      @Nullable String purpose,
      long expiresAt,
      @Nullable RequestOptions options,
      @Nullable Map<String, String> metadata) {
    return SigningRequest.by(creator, keys)
        .keyOrder(keyOrder)
        .items(items)
        .psbt(psbt.encodeBase64())
        .purpose(purpose)
        .expiresAt(expiresAt)
        .options(options)
        .metadata(metadata)
        .build();
  }
}
