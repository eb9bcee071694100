package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SharePartialSignature;

/** A signer whose private key is elsewhere: it asks, checks, and answers for the answers. */
class ElsewhereTest {
  private final Peers peers = Peers.meet();
  private final Play play = Play.elsewhere(peers);
  private final List<NoncePair> made = new ArrayList<>();

  @BeforeEach
  void begin() {
    play.hear(peers.ready());
    for (int item = 0; item < peers.terms.items().size(); item++) {
      made.add(Peers.ENGINE.generateNonce(NonceRequest.of(Peers.ALICE.publicKey())));
    }
  }

  @Test
  void contributesWhatItIsGiven() {
    assertThat(play.all(Action.Contribute.class)).isEmpty();
    NoncesComplete nonces = upToPartialSigs();

    play.add(play.session.onGiven(new KeyAnswer.PartialSigs(partials())));

    assertThat(play.nonce().pubnonces()).isEqualTo(publicNonces());
    play.hear(peers.complete(nonces, play.signature()));
    assertThat(play.session.outcome()).get().isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void asksForNothingTwice() {
    upToPartialSigs();
    KeyAnswer partials = new KeyAnswer.PartialSigs(partials());
    play.add(play.session.onGiven(new KeyAnswer.Nonces(publicNonces())));
    play.add(play.session.onGiven(partials));
    int before = play.actions.size();

    play.add(play.session.onGiven(partials));

    assertThat(play.actions).hasSize(before);
    assertThat(play.all(Action.AskNonces.class)).hasSize(1);
    assertThat(play.all(Action.AskPartialSigs.class)).hasSize(1);
  }

  @Test
  void sharesNoPartialSignatureThatIsWrong() {
    upToPartialSigs();
    List<PartialSignature> right = partials();

    play.add(play.session.onGiven(new KeyAnswer.PartialSigs(List.of(right.get(1), right.get(0)))));

    assertThat(play.said(SharePartialSignature.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
  }

  @Test
  void sharesNoSetThatIsNotWhole() {
    upToPartialSigs();

    play.add(play.session.onGiven(new KeyAnswer.PartialSigs(partials().subList(0, 1))));

    assertThat(play.said(SharePartialSignature.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE);
  }

  @Test
  void commitsToNoSetThatIsNotWhole() {
    play.add(play.session.onGiven(new KeyAnswer.Nonces(publicNonces().subList(0, 1))));

    assertThat(play.said(CommitNonce.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.INVALID_NONCE);
  }

  @Test
  void givesUpWhereThereIsNoAnswer() {
    play.add(
        play.session.onGiven(
            new KeyAnswer.Nothing(Refusal.of(ErrorCode.UNAVAILABLE, "the wallet has ended"))));

    assertThat(play.only(Action.Abort.class).reason()).isEqualTo("the wallet has ended");
    assertThat(play.said(CommitNonce.class)).isEmpty();
  }

  private NoncesComplete upToPartialSigs() {
    play.add(play.session.onGiven(new KeyAnswer.Nonces(publicNonces())));
    play.hear(peers.commitments(play.commitment()));
    NoncesComplete nonces = peers.nonces(play.nonce());
    play.hear(nonces);
    assertThat(play.all(Action.AskPartialSigs.class)).isEmpty();
    play.approve();
    return nonces;
  }

  private List<PublicNonce> publicNonces() {
    return made.stream().map(NoncePair::publicNonce).toList();
  }

  /** As the wallet signs. */
  private List<PartialSignature> partials() {
    List<List<PublicNonce>> nonces = play.only(Action.AskPartialSigs.class).nonces();
    List<PartialSignature> partials = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      int at = i;
      var item = peers.terms.items().get(i);
      var keys =
          Peers.ENGINE.aggregateKeys(peers.terms.suite(), peers.terms.keys(), item.tweakList());
      var aggregate =
          Peers.ENGINE.aggregateNonces(nonces.stream().map(list -> list.get(at)).toList());
      var session = Peers.ENGINE.startSession(keys, aggregate, item.message());
      partials.add(Peers.ENGINE.sign(made.get(i).secretNonce(), Peers.ALICE, session));
    }
    return partials;
  }
}
