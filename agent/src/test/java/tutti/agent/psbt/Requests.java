package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import tutti.agent.session.Peers;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.DerivedKeys;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.Spend;

/** Requests about transactions, as honest announcers make them, and what is refused of others. */
public final class Requests {
  public static final SecretKey ALICE = SecretKey.generate();
  public static final SecretKey BOB = SecretKey.generate();
  public static final List<PublicKey> KEYS = List.of(ALICE.publicKey(), BOB.publicKey());

  /** A wallet's transaction whose participants are derived for each input. */
  public static final String DERIVED = "keypath-2of2-participant-derivation-v0";

  private Requests() {}

  /** Two inputs that Alice and Bob spend with their own keys. */
  public static SigningRequest own() {
    return request(
        new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, KEYS, SighashType.DEFAULT).version2(2),
        itself());
  }

  public static List<SignerParticipant> itself() {
    return KEYS.stream().map(SignerParticipant::itself).toList();
  }

  public static SigningRequest request(Psbt psbt, List<SignerParticipant> signers) {
    return PsbtTerms.of(psbt, signers)
        .request(ALICE.publicKey(), "rent", System.currentTimeMillis() + 60_000, null, null);
  }

  /** What a wallet began with. */
  static Psbt recorded(String scenario) {
    return Psbt.decodeBase64(Vectors.step(Vectors.bitcoinCore(scenario), "created"));
  }

  /** Alice and Bob stand for the wallets of a recorded transaction. */
  static SigningRequest derived() {
    return request(
        recorded(DERIVED),
        List.of(
            new SignerParticipant(ALICE.publicKey(), ParticipantMatch.below(origin(0))),
            new SignerParticipant(BOB.publicKey(), ParticipantMatch.below(origin(1)))));
  }

  static KeyOrigin origin(int participant) {
    return KeyOrigin.parse(List.of("935af39e/87h/1h/0h", "0ea24894/87h/1h/0h").get(participant));
  }

  /** The keys of a participant of recorded transactions. */
  static ParticipantKeys keys(int participant) {
    String key =
        Vectors.bitcoinCore(DERIVED).get("participants").get(participant).get("tprv").asText();
    return DerivedKeys.of(ExtendedSecretKey.parse(key), origin(participant));
  }

  /** The request as this signer sees it. */
  public static VerifiedRequest verified(SigningRequest request, int signer) {
    Envelope announcement = Peers.envelope(ALICE, RequestApi.ANNOUNCE.type(), request);
    RequestId id = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    return new VerifiedRequest(id, announcement, request, signer);
  }

  /** The request with something else in it. */
  public static SigningRequest changed(SigningRequest request, Consumer<ObjectNode> change) {
    ObjectNode body = Wire.tree(request);
    change.accept(body);
    return Wire.read(body, SigningRequest.class);
  }

  static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    return catchThrowableOfType(Refusal.class, work);
  }
}
