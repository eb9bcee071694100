package tutti.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;

class TranscriptTest {
  private static final SessionId SESSION = SessionId.fromHex("11".repeat(32));
  private static final SessionId OTHER = SessionId.fromHex("12".repeat(32));
  private static final PublicNonce NONCE = PublicNonce.fromHex("02".repeat(66));
  private static final PublicNonce ANOTHER = PublicNonce.fromHex("03".repeat(66));
  private static final Bytes A = Bytes.fromHex("aa".repeat(32));
  private static final Bytes B = Bytes.fromHex("bb".repeat(32));

  @Test
  void aCommitmentIsBoundToSessionSignerItemAndNonce() {
    assertThat(
            Set.of(
                Transcript.nonceCommitment(SESSION, 0, 0, NONCE),
                Transcript.nonceCommitment(OTHER, 0, 0, NONCE),
                Transcript.nonceCommitment(SESSION, 1, 0, NONCE),
                Transcript.nonceCommitment(SESSION, 0, 1, NONCE),
                Transcript.nonceCommitment(SESSION, 0, 0, ANOTHER)))
        .hasSize(5);
  }

  @Test
  void aCommitmentIsTheTaggedHashThatTheContractNames() throws NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] tag = sha.digest("tutti/nonce-commitment".getBytes(UTF_8));
    sha.update(tag);
    sha.update(tag);
    sha.update(SESSION.bytes().toArray());
    sha.update(new byte[] {0, 0, 1, 2, 0, 0, 0, 3});
    sha.update(NONCE.bytes().toArray());

    assertThat(Transcript.nonceCommitment(SESSION, 258, 3, NONCE).hex())
        .isEqualTo(HexFormat.of().formatHex(sha.digest()));
  }

  @Test
  void theSetOfCommitmentsIsBoundToSessionOrderAndShape() {
    assertThat(
            Set.of(
                Transcript.commitmentsHash(SESSION, List.of(List.of(A), List.of(B))),
                Transcript.commitmentsHash(OTHER, List.of(List.of(A), List.of(B))),
                Transcript.commitmentsHash(SESSION, List.of(List.of(B), List.of(A))),
                Transcript.commitmentsHash(SESSION, List.of(List.of(A, B))),
                Transcript.commitmentsHash(SESSION, List.of(List.of(A), List.of(A)))))
        .hasSize(5);
  }

  @Test
  void theSetOfNoncesIsBoundToSessionOrderAndShape() {
    assertThat(
            Set.of(
                Transcript.noncesHash(SESSION, List.of(List.of(NONCE), List.of(ANOTHER))),
                Transcript.noncesHash(OTHER, List.of(List.of(NONCE), List.of(ANOTHER))),
                Transcript.noncesHash(SESSION, List.of(List.of(ANOTHER), List.of(NONCE))),
                Transcript.noncesHash(SESSION, List.of(List.of(NONCE, ANOTHER)))))
        .hasSize(4);
  }

  @Test
  void commitmentsAndNoncesNeverShareAHash() {
    Bytes bytes = Bytes.concat(NONCE.bytes());

    assertThat(Transcript.commitmentsHash(SESSION, List.of(List.of(bytes))))
        .isNotEqualTo(Transcript.noncesHash(SESSION, List.of(List.of(NONCE))));
  }
}
