package tutti.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.example.Signer;

class RefusalTest {
  @Test
  void travelsAsAFailureAndComesBackTheSame() {
    Refusal field = Refusal.ofField(ErrorCode.MALFORMED, "items[0]", "is empty");
    Refusal signer = Refusal.ofSigner(ErrorCode.EQUIVOCATION, 2, "said two things");
    Refusal busy = Refusal.of(ErrorCode.OVERLOADED, "too much to do");

    assertThat(field.toFailure().toRefusal().toFailure()).isEqualTo(field.toFailure());
    assertThat(signer.toFailure().signerIndex()).isEqualTo(2);
    assertThat(signer.toFailure().retryable()).isFalse();
    assertThat(busy.toFailure().retryable()).isTrue();
  }

  @Test
  void saysWhenToComeAgain() {
    Refusal busy = Refusal.of(ErrorCode.OVERLOADED, "too much to do");

    assertThat(busy.retryAfter()).isNull();
    assertThat(busy.retryAfter(500).toFailure().toRefusal().within("body").retryAfter())
        .isEqualTo(500);
    assertThat(busy.retryAfter(500).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThatThrownBy(() -> busy.retryAfter(-1)).isInstanceOf(Refusal.class);
  }

  @Test
  void isSeenFromTheMessageThatHoldsTheField() {
    assertThat(Refusal.ofField(ErrorCode.MALFORMED, "a", "x").within("body").field())
        .isEqualTo("body.a");
    assertThat(Refusal.of(ErrorCode.MALFORMED, "x").within("body").field()).isEqualTo("body");
  }

  @Test
  void isAnAnswerAndNoCrash() {
    assertThat(Refusal.of(ErrorCode.NOT_FOUND, "x").getStackTrace()).isEmpty();
  }

  @Test
  void shapeChecksNameTheField() {
    assertNames("f", () -> Require.present(null, "f"));
    assertNames("f", () -> Require.size(null, 0, 1, "f"));
    assertNames("f", () -> Require.size(List.of(1, 2), 0, 1, "f"));
    assertNames("f", () -> Require.size(List.of(), 1, 2, "f"));
    assertNames("f", () -> Require.size(Collections.singletonList(null), 0, 1, "f"));
    assertNames("f", () -> Require.text(null, 1, "f"));
    assertNames("f", () -> Require.text("ab", 1, "f"));
    assertNames("f", () -> Require.safeInteger(-1, "f"));
    assertNames("f", () -> Require.safeInteger(1L << 53, "f"));
    assertNames("f", () -> Require.optionalInteger(-1L, "f"));
    assertNames("f", () -> Require.index(-1, "f"));
    assertNames("f", () -> Require.optionalIndex(-1, "f"));
    assertNames("f", () -> Require.indexes(List.of(0, -1), "f"));
    assertNames("f", () -> Require.hash(Bytes.EMPTY, "f"));
  }

  @Test
  void textIsCountedInCharactersNotInCodeUnits() {
    Require.text("\uD83D\uDE00", 1, "f");

    assertNames("f", () -> Require.text("\uD83D\uDE00a", 1, "f"));
  }

  @Test
  void addressesAreThoseOfTheContract() {
    assertThat(Addresses.inbox(Signer.BOB.publicKey()))
        .isEqualTo("tutti.inbox." + Signer.BOB.publicKey().hex());
    assertThat(Addresses.signerEvents("swap")).isEqualTo("tutti.events.signers.swap");
  }

  private static void assertNames(String field, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
