package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

class JournalTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);

  private final SecretKey key = SecretKey.generate();
  private final SignedPair pair = new SignedPair();
  private final SignedPair other = new SignedPair();
  private final Journal journal = new Journal();

  @AfterEach
  void close() {
    key.close();
  }

  @Test
  void findsNothingInWhatIsSaidAgain() {
    for (int i = 0; i < 2; i++) {
      pair.everything().forEach(journal::said);
      other.everything().forEach(journal::said);
    }

    assertThat(journal.usedTwice()).isEmpty();
  }

  @Test
  void findsANonceThatIsSaidInTwoSessions() {
    journal.said(nonce(pair, pair.sessionId));
    journal.said(nonce(pair, other.sessionId));

    assertThat(journal.usedTwice())
        .singleElement()
        .asString()
        .startsWith("nonce from elsewhere")
        .contains(other.sessionId.hex(), key.publicKey().hex());
  }

  @Test
  void findsANonceThatTwoSignersSay() {
    journal.said(pair.said(Step.SHARE_NONCE).get(0));
    journal.said(nonce(pair, pair.sessionId));

    assertThat(journal.usedTwice()).hasSize(1);
  }

  @Test
  void findsTwoPartialSignaturesInOnePlace() {
    journal.said(partial(pair));
    journal.said(partial(other));

    assertThat(journal.usedTwice()).singleElement().asString().startsWith("two partial signatures");
  }

  /** The first signer's nonce of a pair, said by another signer in that session. */
  private Envelope nonce(SignedPair of, SessionId session) {
    var said = SessionApi.SHARE_NONCE.bodyOf(of.said(Step.SHARE_NONCE).get(0));
    return SignedPair.signed(
        key,
        SessionApi.SHARE_NONCE,
        new ShareNonce(session, 1, 0, List.copyOf(said.pubnonces()), HASH));
  }

  private Envelope partial(SignedPair of) {
    var said =
        SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(of.said(Step.SHARE_PARTIAL_SIGNATURE).get(0));
    return SignedPair.signed(
        key,
        SessionApi.SHARE_PARTIAL_SIGNATURE,
        new SharePartialSignature(pair.sessionId, 1, 0, said.partialSigs(), HASH, null));
  }
}
