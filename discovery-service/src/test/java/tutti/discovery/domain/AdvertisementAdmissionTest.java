package tutti.discovery.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.discovery.domain.Ads.NOW;
import static tutti.discovery.domain.Ads.spend;

import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.Advertisement;

class AdvertisementAdmissionTest {
  private static final long DAY = 86_400_000;
  private static final long SKEW = 300_000;

  private final AdvertisementAdmission admission = new AdvertisementAdmission(Limits.defaults());

  @Test
  void admitsTheWholeLifeCountedByTheSignersClock() {
    long ahead = NOW + SKEW;

    assertThatCode(() -> admit(ahead, spend(ahead + DAY))).doesNotThrowAnyException();
    assertThatCode(() -> admit(NOW - SKEW, spend(NOW + 1))).doesNotThrowAnyException();
  }

  @Test
  void refusesWhatIsTooOldOrFromTheFuture() {
    for (long sentAt : new long[] {NOW - SKEW - 1, NOW + SKEW + 1, 0}) {
      assertRefused(sentAt, spend(NOW + DAY), ErrorCode.CLOCK_SKEW, "sentAt");
    }
  }

  @Test
  void refusesWhatHasExpired() {
    assertRefused(NOW, spend(NOW), ErrorCode.EXPIRED, "body.expiresAt");
  }

  @Test
  void refusesWhatWouldLiveTooLong() {
    assertRefused(NOW, spend(NOW + DAY + 1), ErrorCode.MALFORMED, "body.expiresAt");
  }

  @Test
  void reportsTheTimeOfSendingBeforeTheTimeOfExpiry() {
    assertRefused(NOW - SKEW - 1, spend(NOW - 1), ErrorCode.CLOCK_SKEW, "sentAt");
  }

  private void assertRefused(long sentAt, Advertisement ad, ErrorCode code, String field) {
    var refusal = catchThrowableOfType(Refusal.class, () -> admit(sentAt, ad));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo(field);
  }

  private void admit(long sentAt, Advertisement ad) {
    admission.admit(Ads.envelope("discovery.advertise", Ads.key(1), sentAt, ad), ad, NOW);
  }
}
