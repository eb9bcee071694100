package tutti.crypto.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateNonces;

class NonceAggregationTest {
  private static final PublicNonce NO_POINTS = PublicNonce.fromHex(Group.NO_POINT + Group.NO_POINT);

  private final NonceAggregation aggregation = new NonceAggregation(Group.ENGINE);

  @Test
  void addsTheNoncesOfEachItem() {
    Group group = Group.of(3, 2);

    var result = aggregation.aggregate(new AggregateNonces(group.pubnonces));

    assertThat(result.aggnonces()).isEqualTo(group.aggnonces);
  }

  @Test
  void namesTheSignerWhoseNonceIsNoPoint() {
    Group group = Group.of(3, 2);
    group.pubnonces.set(2, List.of(group.pubnonces.get(2).get(0), NO_POINTS));

    var refusal = refusalOf(new AggregateNonces(group.pubnonces));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_NONCE);
    assertThat(refusal.signerIndex()).isEqualTo(2);
  }

  @Test
  void namesTheFirstOfTwo() {
    Group group = Group.of(3, 1);
    group.pubnonces.set(1, List.of(NO_POINTS));
    group.pubnonces.set(2, List.of(NO_POINTS));

    assertThat(refusalOf(new AggregateNonces(group.pubnonces)).signerIndex()).isEqualTo(1);
  }

  private Refusal refusalOf(AggregateNonces query) {
    return catchThrowableOfType(Refusal.class, () -> aggregation.aggregate(query));
  }
}
