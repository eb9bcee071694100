package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tutti.agent.psbt.Wallet;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A wallet that does not give what it is asked for. */
class WalletFailureTest extends WalletSetting {
  /** It was locked, or has too much to do: it holds no nonces, and must not stop the group. */
  @Test
  void asksAWalletAgainThatGaveNoNonces() {
    WalletDesk desk = desk();
    wallet = question -> failed(question, Refusal.of(ErrorCode.OVERLOADED, "not now"));
    assertRefused(desk.nonces(rent), ErrorCode.OVERLOADED);

    wallet = this::answer;
    List<PublicNonce> nonces = nonces(desk.nonces(rent));

    assertThat(nonces(desk.nonces(rent))).isEqualTo(nonces);
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksAWalletByAnotherRequestThatGaveNoNonces() {
    WalletDesk desk = desk();
    wallet = question -> failed(question, Refusal.of(ErrorCode.OVERLOADED, "not now"));
    assertRefused(desk.nonces(rent), ErrorCode.OVERLOADED);

    wallet = this::answer;

    assertThat(nonces(desk.nonces(request("rent, again")))).hasSize(2);
    assertRefused(desk.nonces(rent), ErrorCode.CONFLICT);
  }

  /** It holds the nonces of which it gave a wrong account. */
  @Test
  void asksAWalletNoMoreThatGaveWrongNonces() {
    WalletDesk desk = desk();
    wallet =
        question -> {
          asked.add(question);
          return CompletableFuture.completedFuture(question.take(psbt)); // there is nothing in it
        };
    assertRefused(desk.nonces(rent), ErrorCode.NOT_FOUND);

    wallet = this::answer;

    assertRefused(desk.nonces(rent), ErrorCode.NOT_FOUND);
    assertRefused(desk.nonces(request("rent, again")), ErrorCode.CONFLICT);
    assertThat(asked).hasSize(1);
  }

  /** It may have signed, and used its nonces up. */
  @Test
  void asksAWalletNeverAgainToSign() {
    WalletDesk desk = desk();
    List<PublicNonce> nonces = nonces(desk.nonces(rent));
    wallet = question -> failed(question, Refusal.of(ErrorCode.UNAVAILABLE, "it has ended"));
    assertRefused(desk.partialSigs(rent, List.of(nonces)), ErrorCode.UNAVAILABLE);

    wallet = this::answer;

    assertRefused(desk.partialSigs(rent, List.of(nonces)), ErrorCode.NONCE_LOST);
    assertThat(asked).extracting(Wallet.Question::step).containsExactly(Wallet.Step.values());
  }
}
