package tutti.protocol.example;

import java.util.List;
import java.util.Map;
import tutti.protocol.Done;
import tutti.protocol.Envelope;
import tutti.protocol.discovery.AdvertiseReply;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.discovery.WithdrawReply;
import tutti.protocol.discovery.Withdrawal;

/** Bob advertises, is found, and withdraws. */
final class DiscoveryExamples {
  private static final long EXPIRES_AT = Signer.START + 86_400_000;

  private DiscoveryExamples() {}

  static Envelope advertisement() {
    return Signer.BOB.say(
        DiscoveryApi.ADVERTISE,
        1,
        new Advertisement(
            List.of("spend", "swap"),
            1_000L,
            5_000_000L,
            250L,
            EXPIRES_AT,
            Map.of("nickname", "Bob")));
  }

  static Map<String, Object> all(Story story) {
    return Map.of(
        "discovery.advertise.request",
        advertisement(),
        "discovery.advertise.reply",
        new AdvertiseReply(Signer.BOB.publicKey(), EXPIRES_AT, false),
        "discovery.withdraw.request",
        Signer.BOB.say(DiscoveryApi.WITHDRAW, 9, new Withdrawal("on holiday")),
        "discovery.withdraw.reply",
        new WithdrawReply(Signer.BOB.publicKey(), true),
        "discovery.find.request",
        new SignerQuery(
            List.of("spend"),
            100_000L,
            500L,
            List.of(Signer.BOB.publicKey(), Signer.CAROL.publicKey()),
            1L,
            SignerSort.FEE,
            1,
            "page-0"),
        "discovery.find.reply",
        new SignerPage(
            List.of(new SignerListing(advertisement(), new SignerRecord(12, 0))), "page-1"),
        "discovery.record-outcome.request",
        new RecordOutcome(story.sessionId, story.terms.keys(), Signer.CAROL.publicKey()),
        "discovery.record-outcome.reply",
        Done.DONE);
  }
}
