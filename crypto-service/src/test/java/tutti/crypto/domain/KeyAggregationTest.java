package tutti.crypto.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;

class KeyAggregationTest {
  private final AggregatedKeys aggregated = new AggregatedKeys(Group.ENGINE, 7);
  private final KeyAggregation aggregation = new KeyAggregation(aggregated);
  private final List<PublicKey> keys = Group.of(3, 1).keys;

  @Test
  void sortsTheKeysUnlessToldOtherwise() {
    List<PublicKey> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);

    var sorted = aggregation.aggregate(new AggregateKeys(reversed, null, null, null));

    assertThat(sorted)
        .isEqualTo(aggregation.aggregate(new AggregateKeys(keys, KeyOrder.SORTED, null, null)));
    assertThat(sorted.aggregatePublicKey())
        .isEqualTo(Group.ENGINE.aggregateKeys(KeySort.sort(keys), List.of()).aggregatePublicKey());
  }

  @Test
  void keepsTheOrderGiven() {
    List<PublicKey> descending = new ArrayList<>(KeySort.sort(keys));
    Collections.reverse(descending);

    assertThat(aggregation.aggregate(new AggregateKeys(descending, KeyOrder.GIVEN, null, null)))
        .isNotEqualTo(aggregation.aggregate(new AggregateKeys(descending, null, null, null)));
  }

  @Test
  void appliesTweaks() {
    var tweaked = new AggregateKeys(keys, null, null, List.of(Group.tweak(1, true)));

    assertThat(aggregation.aggregate(tweaked).xOnlyPublicKey())
        .isNotEqualTo(
            aggregation.aggregate(new AggregateKeys(keys, null, null, null)).xOnlyPublicKey());
  }

  @Test
  void namesAKeyThatIsNoPoint() {
    List<PublicKey> wrong = List.of(keys.get(0), PublicKey.fromHex(Group.NO_POINT));

    var refusal = refusalOf(new AggregateKeys(wrong, KeyOrder.GIVEN, null, null));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_KEY);
    assertThat(refusal.signerIndex()).isEqualTo(1);
    assertThat(refusal).hasMessageContaining(Group.NO_POINT);
  }

  @Test
  void namesATweakThatLeavesNoKey() {
    List<ItemTweak> tweaks = List.of(Group.tweak(0, false), Group.annihilating(1));

    var refusal =
        refusalOf(new AggregateKeys(List.of(Group.secretKey(1).publicKey()), null, null, tweaks));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("tweaks[1]");
  }

  @Test
  void aggregatesInTheSuiteThatIsAskedFor() {
    List<PublicKey> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    List<ItemTweak> tweaks = List.of(Group.tweak(1, false));

    var lotus = aggregation.aggregate(new AggregateKeys(reversed, null, Suite.LOTUS, tweaks));
    var bip327 = aggregation.aggregate(new AggregateKeys(reversed, null, Suite.BIP327, tweaks));

    assertThat(lotus.aggregatePublicKey())
        .isEqualTo(
            Group.ENGINE
                .aggregateKeys(
                    Suite.LOTUS, KeySort.sort(keys), List.of(Group.tweak(1, false).toTweak()))
                .aggregatePublicKey());
    assertThat(bip327)
        .isEqualTo(aggregation.aggregate(new AggregateKeys(keys, null, null, tweaks)))
        .isNotEqualTo(lotus);
  }

  @Test
  void refusesWhatTheSuiteDoesNotTake() {
    List<PublicKey> descending = new ArrayList<>(KeySort.sort(keys));
    Collections.reverse(descending);

    for (AggregateKeys query :
        List.of(
            new AggregateKeys(keys, null, Suite.LOTUS, List.of(Group.tweak(1, true))),
            new AggregateKeys(descending, KeyOrder.GIVEN, Suite.LOTUS, null),
            new AggregateKeys(List.of(keys.get(0), keys.get(0)), null, Suite.LOTUS, null))) {
      var refusal = refusalOf(query);

      assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
      assertThat(refusal.field()).isEqualTo("suite");
    }
  }

  @Test
  void keepsTheLatestGroupsAndNoMoreKeysThanAllowed() {
    var first = aggregated.of(Suite.BIP327, keys, List.of(), "tweaks");
    aggregated.of(Suite.BIP327, keys.subList(0, 2), List.of(), "tweaks");
    assertThat(aggregated.of(Suite.BIP327, keys, List.of(), "tweaks")).isSameAs(first);

    aggregated.of(
        Suite.BIP327, List.of(keys.get(2), keys.get(0), keys.get(1)), List.of(), "tweaks");

    assertThat(aggregated.size()).isEqualTo(2);
    assertThat(aggregated.of(Suite.BIP327, keys, List.of(), "tweaks")).isSameAs(first);
  }

  @Test
  void keepsNoGroupThatIsTooLargeByItself() {
    AggregatedKeys small = new AggregatedKeys(Group.ENGINE, 2);

    small.of(Suite.BIP327, keys, List.of(), "tweaks");

    assertThat(small.size()).isZero();
  }

  private Refusal refusalOf(AggregateKeys query) {
    return catchThrowableOfType(Refusal.class, () -> aggregation.aggregate(query));
  }
}
