package tutti.agent.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tutti.agent.Decision;
import tutti.agent.ProposedSigning;
import tutti.agent.psbt.Requests;
import tutti.chain.BlockRef;
import tutti.chain.ChainException;
import tutti.chain.ChainWatcher;
import tutti.chain.OutputState;
import tutti.musig2.Bytes;
import tutti.protocol.RequestId;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** Fundings of which some are there, some not, and some gone. */
class FundingGuardTest {
  private static final TxOutput OUTPUT = new TxOutput(1_000, Bytes.fromHex("51"));
  private static final BlockRef BLOCK = new BlockRef(7, "ab".repeat(32));

  private final ScriptedChain chain = new ScriptedChain();

  @Test
  void approvesOnceAllAreThereAndAsksForAFewAtATime() throws Exception {
    CompletableFuture<Decision> decision = decide(ProposedSigning.Stage.SIGN, 20);

    assertThat(chain.outputs).hasSize(8);
    for (int answered = 0; answered < 20; answered++) {
      answer(null, 1);
    }
    assertThat(within(decision).approved()).isTrue();
  }

  @Test
  void refusesAtOnceWhatIsSpentWhileOthersAreWaitedFor() throws Exception {
    CompletableFuture<Decision> decision = decide(ProposedSigning.Stage.JOIN, 2);

    answer(null, 0); // waits for a block
    answer(new OutputState.Spending(null, 0), 1);

    assertThat(within(decision).reason()).contains("is spent already");
  }

  @Test
  void asksAgainOnlyForWhatIsNotThereYet() throws Exception {
    CompletableFuture<Decision> decision = decide(ProposedSigning.Stage.JOIN, 2);
    answer(null, 1);
    ScriptedChain.Question missing = next();
    missing.answer().completeExceptionally(missing());

    ScriptedChain.Question again = next();
    assertThat(again.outpoint()).isEqualTo(missing.outpoint());
    again.answer().complete(state(again.outpoint(), null, 1));

    assertThat(within(decision).approved()).isTrue();
    assertThat(chain.outputs).isEmpty();
  }

  @Test
  void decidesNothingIfNobodyCanSayAndRefusesWhatNobodyKnows() throws Exception {
    CompletableFuture<Decision> unheard = decide(ProposedSigning.Stage.SIGN, 1);
    next()
        .answer()
        .completeExceptionally(new ChainException(ChainException.Code.TIMEOUT, "no answer"));
    CompletableFuture<Decision> unknown = decide(ProposedSigning.Stage.SIGN, 1);
    next().answer().completeExceptionally(missing());

    assertThat(unheard.handle((decision, error) -> ChainException.of(error).code()).get())
        .isEqualTo(ChainException.Code.TIMEOUT);
    assertThat(within(unknown).reason()).contains("is not on the chain");
  }

  @Test
  void refusesToLookAtMoreThanServersCanBeAsked() throws Exception {
    CompletableFuture<Decision> decision =
        decide(ProposedSigning.Stage.SIGN, FundingGuard.MOST + 1);

    assertThat(within(decision).reason()).contains("more than 500 outputs");
    assertThat(chain.outputs).isEmpty();
  }

  private CompletableFuture<Decision> decide(ProposedSigning.Stage stage, int inputs) {
    var fundings =
        IntStream.range(0, inputs)
            .mapToObj(index -> new Fundings.Funding(outpoint(index), OUTPUT))
            .toList();
    var guard =
        new FundingGuard(
            chain,
            new ChainWatcher(chain, Duration.ofMillis(1)),
            proposed -> fundings,
            new FundingGuard.Rule(1, Duration.ofHours(1)));
    return guard.decide(proposed(stage)).toCompletableFuture();
  }

  private static ProposedSigning proposed(ProposedSigning.Stage stage) {
    return new ProposedSigning(
        stage, new RequestId(Bytes.of(new byte[32])), Requests.own(), 0, null, 0, null, null);
  }

  private void answer(OutputState.Spending spending, int confirmations) throws Exception {
    ScriptedChain.Question question = next();
    question.answer().complete(state(question.outpoint(), spending, confirmations));
  }

  private ScriptedChain.Question next() throws Exception {
    return chain.outputs.take();
  }

  private static OutputState state(
      Outpoint outpoint, OutputState.Spending spending, int confirmations) {
    return new OutputState(
        outpoint, OUTPUT, confirmations == 0 ? null : BLOCK, confirmations, spending);
  }

  private static Outpoint outpoint(int index) {
    return new Outpoint(Bytes.of(new byte[32]), index);
  }

  private static ChainException missing() {
    return new ChainException(ChainException.Code.NOT_FOUND, "no such output");
  }

  private static Decision within(CompletableFuture<Decision> decision) throws Exception {
    return decision.get(10, TimeUnit.SECONDS);
  }
}
