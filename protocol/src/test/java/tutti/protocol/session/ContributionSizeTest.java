package tutti.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;

class ContributionSizeTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);
  private static final SessionId ID = new SessionId(HASH);
  private static final PublicNonce NONCE = PublicNonce.fromHex("02".repeat(66));
  private static final PartialSignature PARTIAL = new PartialSignature(HASH);

  @Test
  void hasRoomForAsManyItemsAsAnOperatorCanAllow() {
    int most = (int) Limit.ITEMS_PER_REQUEST.max();

    assertThat(commitments(most).size()).isEqualTo(most);
    assertThat(nonces(most).size()).isEqualTo(most);
    assertThat(partialSigs(most).size()).isEqualTo(most);
  }

  @Test
  void refusesMoreThanAnyRequestCanHave() {
    assertMalformed("commitments", () -> commitments(1_001));
    assertMalformed("pubnonces", () -> nonces(1_001));
    assertMalformed("partialSigs", () -> partialSigs(1_001));
  }

  @Test
  void refusesPagesFromFarBeyondAnySigner() {
    assertThat(page(1_000_000).from()).isEqualTo(1_000_000);
    assertMalformed("from", () -> page(1_000_001));
    assertMalformed("from", () -> page(Integer.MAX_VALUE));
    assertMalformed("from", () -> page(-1));
  }

  private static CommitNonce commitments(int size) {
    return new CommitNonce(ID, 1, 0, copies(size, HASH));
  }

  private static ShareNonce nonces(int size) {
    return new ShareNonce(ID, 1, 0, copies(size, NONCE), null);
  }

  private static SharePartialSignature partialSigs(int size) {
    return new SharePartialSignature(ID, 1, 0, copies(size, PARTIAL), HASH);
  }

  private static ContributionsQuery page(int from) {
    return new ContributionsQuery(ID, ContributionKind.NONCES, from, null);
  }

  private static <T> List<T> copies(int size, T entry) {
    return Collections.nCopies(size, entry);
  }

  private static void assertMalformed(String field, ThrowingCallable decoding) {
    assertThatThrownBy(decoding)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
