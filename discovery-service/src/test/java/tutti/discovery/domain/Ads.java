package tutti.discovery.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.json.Wire;

/** What signers say in the tests. The machine never sees a signature that was not verified. */
final class Ads {
  static final long NOW = 1_795_000_000_000L;
  static final long HOUR = 3_600_000;
  static final SignerCommand.Rules RULES = new SignerCommand.Rules(60_000, 300_000);

  private Ads() {}

  static PublicKey key(int number) {
    byte[] bytes = new byte[33];
    bytes[0] = 2;
    bytes[31] = (byte) (number >> 8);
    bytes[32] = (byte) number;
    return new PublicKey(Bytes.of(bytes));
  }

  static Advertisement spend(long expiresAt) {
    return new Advertisement(List.of("spend", "swap"), null, null, 100L, expiresAt, null);
  }

  static Envelope envelope(String type, PublicKey signer, long sentAt, Object body) {
    // As the engine would: other words, another signature.
    Bytes hash = Envelope.digest(type, signer, 1, sentAt, Wire.tree(body));
    return new Envelope(
        type, signer, 1, sentAt, Wire.tree(body), new Signature(Bytes.concat(hash, hash)));
  }

  static SignerCommand.Advertise advertise(PublicKey signer, long now, Advertisement ad) {
    return new SignerCommand.Advertise(
        now, envelope("discovery.advertise", signer, now, ad), ad, RULES);
  }

  static SignerCommand.Withdraw withdraw(PublicKey signer, long now, @Nullable String reason) {
    return new SignerCommand.Withdraw(
        now,
        envelope("discovery.withdraw", signer, now, new Withdrawal(reason)),
        reason,
        RULES.skew());
  }

  /** A signer as it is listed. */
  static SignerDocument listed(int number, Advertisement ad, long completed) {
    var document = SignerDocument.advertised(null, advertise(key(number), NOW, ad));
    return document.counted(new SignerRecord(completed, 0));
  }
}
