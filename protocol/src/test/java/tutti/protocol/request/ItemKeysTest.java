package tutti.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateSignatures;

/** Signers keep their index; the keys of an item may be aggregated in another order. */
class ItemKeysTest {
  private static final List<PublicKey> SIGNERS = keys(1, 2, 3);
  private static final List<PublicKey> PARTICIPANTS = keys(9, 7, 8);

  @Test
  void areTheSignersOwnUnlessTheItemNamesOthers() {
    ItemKeys own = ItemKeys.of(SigningItem.of(message()), SIGNERS, null);

    assertThat(own.bySigner()).isEqualTo(SIGNERS);
    assertThat(own.aggregated()).isEqualTo(SIGNERS);
    assertThat(own.place(2)).isEqualTo(2);
    assertThat(own.signer(1)).isEqualTo(1);
  }

  @Test
  void areSortedForTheItem() {
    ItemKeys sorted = ItemKeys.of(item(PARTICIPANTS), SIGNERS, KeyOrder.SORTED);

    assertThat(sorted.bySigner()).isEqualTo(PARTICIPANTS);
    assertThat(sorted.aggregated()).isEqualTo(keys(7, 8, 9));
    assertThat(sorted.inOrder(List.of("a", "b", "c"))).containsExactly("b", "c", "a");
    for (int signer = 0; signer < 3; signer++) {
      int place = sorted.place(signer);
      assertThat(sorted.aggregated().get(place)).isEqualTo(PARTICIPANTS.get(signer));
      assertThat(sorted.signer(place)).isEqualTo(signer);
    }
    assertThatThrownBy(() -> sorted.place(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void standAsTheyAreWhereTheOrderIsGiven() {
    ItemKeys given = ItemKeys.of(item(PARTICIPANTS), SIGNERS, KeyOrder.GIVEN);

    assertThat(given.aggregated()).isEqualTo(PARTICIPANTS);
    assertThat(given.place(0)).isZero();
  }

  @Test
  void areOneForEverySignerInWhatTheCryptoServiceIsAsked() {
    assertThat(asked(item(PARTICIPANTS)).items()).hasSize(1);
    assertThatThrownBy(() -> asked(item(keys(7, 8))))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("items"));
  }

  private static AggregateSignatures asked(SigningItem item) {
    String points = SIGNERS.get(0).hex() + SIGNERS.get(1).hex();
    var partialSig = PartialSignature.fromHex("01".repeat(PartialSignature.SIZE));
    return new AggregateSignatures(
        SIGNERS,
        null,
        List.of(item),
        Collections.nCopies(3, List.of(PublicNonce.fromHex(points))),
        List.of(AggregateNonce.fromHex(points)),
        Collections.nCopies(3, List.of(partialSig)));
  }

  private static SigningItem item(List<PublicKey> keys) {
    return new SigningItem(message(), null, keys);
  }

  private static Bytes message() {
    return Bytes.of(new byte[32]);
  }

  private static List<PublicKey> keys(int... numbers) {
    return java.util.Arrays.stream(numbers)
        .mapToObj(number -> PublicKey.fromHex("02%064x".formatted(number)))
        .toList();
  }
}
