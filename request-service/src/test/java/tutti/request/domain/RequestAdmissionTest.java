package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.request.domain.Said.ALICE;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.EXPIRES_AT;
import static tutti.request.domain.Said.MALLORY;
import static tutti.request.domain.Said.NOW;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

class RequestAdmissionTest {
  private static final Limits LIMITS =
      Limits.defaults()
          .with(Limit.SIGNERS_PER_REQUEST, 10)
          .with(Limit.ITEMS_PER_REQUEST, 8)
          .with(Limit.SLOTS_PER_REQUEST, 20)
          .with(Limit.TWEAKS_PER_ITEM, 2);

  private final RequestAdmission admission = new RequestAdmission(LIMITS);

  @Test
  void admitsWhatIsWithinAllLimits() {
    var options = new RequestOptions(false, 600_000L, true, 300_000L, null, null, 10);
    var request = request(10, items(2, 2), NOW + 7_200_000, options);

    assertThatCode(() -> admission.admit(announced(request, NOW), request, NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTooManySigners() {
    assertRefused(request(11, items(1, 0), EXPIRES_AT, null), ErrorCode.TOO_LARGE, "body.keys");
  }

  @Test
  void refusesTooManyItems() {
    assertRefused(request(2, items(9, 0), EXPIRES_AT, null), ErrorCode.TOO_LARGE, "body.items");
  }

  @Test
  void refusesTooManySignersTimesItems() {
    assertRefused(request(3, items(7, 0), EXPIRES_AT, null), ErrorCode.TOO_LARGE, "body.items");
  }

  @Test
  void refusesTooManyTweaksAndNamesTheItem() {
    var items = List.of(Said.item(2), Said.item(3));

    assertRefused(request(2, items, EXPIRES_AT, null), ErrorCode.TOO_LARGE, "body.items[1].tweaks");
  }

  @Test
  void refusesPhasesLongerThanTheLimit() {
    assertRefused(
        request(2, items(1, 0), EXPIRES_AT, options(600_001L, null, null)),
        ErrorCode.MALFORMED,
        "body.options.phaseTimeout");
    assertRefused(
        request(2, items(1, 0), EXPIRES_AT, options(null, 300_001L, null)),
        ErrorCode.MALFORMED,
        "body.options.broadcastTimeout");
  }

  @Test
  void refusesPhasesTooShortForAnyoneToAnswer() {
    assertRefused(
        request(2, items(1, 0), EXPIRES_AT, options(499L, null, null)),
        ErrorCode.MALFORMED,
        "body.options.phaseTimeout");
    assertRefused(
        request(2, items(1, 0), EXPIRES_AT, options(null, 499L, null)),
        ErrorCode.MALFORMED,
        "body.options.broadcastTimeout");
    var shortest = request(2, items(1, 0), EXPIRES_AT, options(500L, 500L, null));
    assertThatCode(() -> admission.admit(announced(shortest, NOW), shortest, NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTooManyAttempts() {
    assertRefused(
        request(2, items(1, 0), EXPIRES_AT, options(null, null, 11)),
        ErrorCode.TOO_LARGE,
        "body.options.maxAttempts");
  }

  @Test
  void refusesARequestThatHasExpired() {
    assertRefused(request(2, items(1, 0), NOW, null), ErrorCode.EXPIRED, "body.expiresAt");
  }

  @Test
  void refusesARequestThatLivesTooLong() {
    assertRefused(
        request(2, items(1, 0), NOW + 7_200_001, null), ErrorCode.MALFORMED, "body.expiresAt");
  }

  @Test
  void refusesWhatWasSentTooLongAgoOrInTheFuture() {
    var request = request(2, items(1, 0), EXPIRES_AT, null);

    for (long sentAt : new long[] {NOW - 300_001, NOW + 300_001, 0, (1L << 53) - 1}) {
      var refusal = refusalOf(announced(request, sentAt), request);

      assertThat(refusal.code()).isEqualTo(ErrorCode.CLOCK_SKEW);
      assertThat(refusal.field()).isEqualTo("sentAt");
    }
    assertThatCode(() -> admission.admit(announced(request, NOW - 300_000), request, NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnyoneButTheCreator() {
    var request = Said.request(ALICE, BOB);

    for (var signer : List.of(BOB, MALLORY)) {
      var refusal = refusalOf(Said.envelope("request.announce", signer, NOW, request), request);

      assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
      assertThat(refusal.field()).isEqualTo("body.creator");
    }
  }

  @Test
  void reportsTheCheapestCheckWhenSeveralFail() {
    var request = request(11, items(9, 3), NOW - 1, options(600_001L, null, null));

    var refusal = refusalOf(announced(request, NOW - 400_000), request);

    assertThat(refusal.field()).isEqualTo("body.keys");
    assertThat(refusalOf(announced(Said.request(ALICE), NOW - 900_000), shortLived()).code())
        .isEqualTo(ErrorCode.CLOCK_SKEW);
  }

  private static SigningRequest shortLived() {
    return request(2, items(1, 0), NOW - 1, null);
  }

  private void assertRefused(SigningRequest request, ErrorCode code, String field) {
    var refusal = refusalOf(announced(request, NOW), request);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo(field);
  }

  private Refusal refusalOf(Envelope announcement, SigningRequest request) {
    return catchThrowableOfType(Refusal.class, () -> admission.admit(announcement, request, NOW));
  }

  private static Envelope announced(SigningRequest request, long sentAt) {
    return Said.envelope("request.announce", request.creator(), sentAt, request);
  }

  private static List<SigningItem> items(int count, int tweaks) {
    return Collections.nCopies(count, Said.item(tweaks));
  }

  private static SigningRequest request(
      int signers, List<SigningItem> items, long expiresAt, RequestOptions options) {
    return Said.request(Said.keys(signers), items, expiresAt, options);
  }

  private static RequestOptions options(Long phase, Long broadcast, Integer attempts) {
    return new RequestOptions(null, phase, null, broadcast, null, null, attempts);
  }
}
