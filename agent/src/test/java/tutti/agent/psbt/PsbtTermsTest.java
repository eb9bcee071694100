package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtItem;

/**
 * By what an announcer has inputs signed: two of them by the group's key only, one by its key or a
 * script of its, and one that a node's wallet has signed.
 */
class PsbtTermsTest {
  @ParameterizedTest
  @CsvSource({"KEY, true", "SCRIPT, false"})
  void asksForTheWayThatIsPreferredWhereBothAreTheGroups(
      PsbtTerms.Preference preference, boolean byKey) throws IOException {
    List<SignerParticipant> signers =
        List.of(
            new SignerParticipant(
                Requests.ALICE.publicKey(), ParticipantMatch.below(Requests.origin(0))),
            new SignerParticipant(
                Requests.BOB.publicKey(), ParticipantMatch.below(Requests.origin(1))));

    SigningRequest request =
        PsbtTerms.of(psbt(), signers, preference)
            .request(
                Requests.ALICE.publicKey(), null, System.currentTimeMillis() + 60_000, null, null);

    PsbtProposal proposal = PsbtProposal.of(request);
    assertThat(proposal.items()).extracting(PsbtItem::input).containsExactly(0, 1, 2);
    assertThat(proposal.items()).extracting(PsbtItem::isKeyPath).containsExactly(true, true, byKey);
  }

  private static Psbt psbt() throws IOException {
    try (InputStream file = PsbtTermsTest.class.getResourceAsStream("by-key-or-script.psbt")) {
      byte[] text = Objects.requireNonNull(file).readAllBytes();
      return Psbt.decodeBase64(new String(text, StandardCharsets.US_ASCII).strip());
    }
  }
}
