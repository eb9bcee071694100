package tutti.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** Never change or reuse a number: clients of every age know them. New codes are added. */
  private static final String TABLE =
      """
      MALFORMED 1000 400 final
      TOO_LARGE 1001 413 final
      INVALID_KEY 1002 422 final
      INVALID_SIGNATURE 1003 422 final
      CLOCK_SKEW 1004 422 final
      EXPIRED 1005 410 final
      RATE_LIMITED 1006 429 retryable
      BANNED 1007 403 final
      NOT_AUTHENTICATED 1008 401 final
      NOT_ALLOWED 1009 403 final
      NOT_A_PARTICIPANT 2000 403 final
      NOT_FOUND 2001 404 final
      ALREADY_EXISTS 2002 409 final
      CONFLICT 2003 409 final
      EQUIVOCATION 2004 409 final
      WRONG_PHASE 2005 409 final
      REPLAY 2006 409 final
      SEQUENCE_GAP 2007 409 final
      COMMITMENT_MISMATCH 3000 422 final
      INVALID_NONCE 3001 422 final
      INVALID_PARTIAL_SIGNATURE 3002 422 final
      NONCE_LOST 3003 409 final
      REFUSED_BY_POLICY 4000 412 final
      TIMEOUT 5000 504 retryable
      UNAVAILABLE 5001 503 retryable
      NO_QUORUM 5002 503 retryable
      OVERLOADED 5003 503 retryable
      INTERNAL 9000 500 final
      """;

  @Test
  void codesNumbersAndStatusesAreTheOnesPublished() {
    String codes =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    "%s %d %d %s%n"
                        .formatted(
                            code,
                            code.number(),
                            code.status(),
                            code.retryable() ? "retryable" : "final"))
            .collect(Collectors.joining());

    assertThat(codes).isEqualToNormalizingNewlines(TABLE);
  }

  @Test
  void noTwoCodesShareANumber() {
    assertThat(ErrorCode.values()).extracting(ErrorCode::number).doesNotHaveDuplicates();
  }
}
