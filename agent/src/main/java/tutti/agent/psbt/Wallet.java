package tutti.agent.psbt;

import java.util.concurrent.CompletionStage;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.transactions.psbt.Psbt;

/**
 * A participant that knows PSBTs and nothing else: it is asked for nonces once for every request,
 * and once for partial signatures. An agent vouches for it: says under its own key what the wallet
 * has answered, and answers for it. What it has asked an agent forgets when it ends; a wallet that
 * cannot bear to be asked again by the next one has to remember.
 */
public interface Wallet {
  /**
   * Asks, and completes with what {@link Question#take} has accepted. Fails if there will be no
   * answer: everybody in the session hears why. A wallet that failed and gave no nonces, right or
   * wrong, may be asked for them again; it is never asked twice to sign. Called on a thread that
   * may not wait.
   */
  CompletionStage<Psbt> ask(Question question);

  /** What is asked for. */
  enum Step {
    /** The wallet's nonces. */
    NONCE,
    /** Its partial signatures, for the nonces of all. */
    PARTIAL
  }

  /**
   * One question.
   *
   * @param psbt what the wallet is given
   * @param deadline milliseconds since 1970; later nobody waits for the answer
   */
  record Question(RequestId request, Step step, Psbt psbt, long deadline, Check check) {
    /**
     * Takes an answer. A wrong one is refused; another one may come, as long as there is time.
     *
     * @throws Refusal that says what is wrong
     */
    public Psbt take(Psbt answer) {
      check.require(answer);
      return answer;
    }
  }

  /** Checks an answer. */
  @FunctionalInterface
  interface Check {
    void require(Psbt answer);
  }
}
