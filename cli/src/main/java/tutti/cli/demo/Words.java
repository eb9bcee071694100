package tutti.cli.demo;

import java.util.List;
import java.util.Map;
import tutti.musig2.PublicKey;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.EventData;
import tutti.protocol.event.EventType;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.ParticipantJoined;
import tutti.protocol.event.RequestCreated;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.event.SignerAdvertised;

/** How the demo calls things. Signers are called by their index in the key order. */
final class Words {
  /** Of more signers than this, only the first few are told about. */
  private static final int SIGNERS_TOLD = 10;

  private static final int FEW = 3;

  private static final Map<String, String> SAID =
      Map.of(
          "discovery.advertise", "advertises itself to discovery",
          "request.announce", "announces the request",
          "request.join", "has checked the request, joins it",
          "session.commit-nonce", "commits to its nonces (round 0)",
          "session.share-nonce", "has checked the commitments, shares its nonces (round 1)",
          "session.share-partial-signature",
              "has checked the nonces, shares its partial signatures (round 2)",
          "session.confirm-broadcast", "confirms that the result is out");

  private final List<PublicKey> keys;

  Words(List<PublicKey> orderedKeys) {
    this.keys = orderedKeys;
  }

  String signer(PublicKey key) {
    return "signer " + keys.indexOf(key);
  }

  String said(String type) {
    return SAID.getOrDefault(type, type);
  }

  boolean isWorthTelling(PublicKey signer) {
    return keys.size() <= SIGNERS_TOLD || keys.indexOf(signer) < FEW;
  }

  boolean isWorthTelling(EventData data) {
    if (data instanceof SignerAdvertised advertised) {
      return isWorthTelling(advertised.advertisement().signer());
    }
    if (data instanceof ParticipantJoined joined) {
      return isWorthTelling(joined.publicKey()) || joined.joined() == joined.signers();
    }
    return !(data instanceof RequestCreated); // the same as request.received, for outsiders
  }

  /** The service that an event comes from. */
  static String service(String eventType) {
    if (eventType.startsWith("signer.")) {
      return "discovery";
    }
    return eventType.startsWith("session.") || eventType.equals("participant.unreachable")
        ? "session"
        : "request";
  }

  String happened(EventData data) {
    return "%s: %s".formatted(EventType.of(data).wireName(), gist(data));
  }

  private String gist(EventData data) {
    if (data instanceof SignerAdvertised advertised) {
      return signer(advertised.advertisement().signer()) + ", told to all who look for signers";
    }
    if (data instanceof RequestReceived) {
      return "tells each signer that it is named";
    }
    if (data instanceof ParticipantJoined joined) {
      return "signer %d, %d of %d"
          .formatted(joined.signerIndex(), joined.joined(), joined.signers());
    }
    if (data instanceof SessionReady ready) {
      return "session %s..., attempt %d, coordinator is signer %d"
          .formatted(ready.sessionId().hex().substring(0, 8), ready.attempt(), ready.coordinator());
    }
    return gistOfRounds(data);
  }

  private static String gistOfRounds(EventData data) {
    if (data instanceof NonceCommitmentsComplete) {
      return "all commitments are in, nonces may be shown";
    }
    if (data instanceof NoncesComplete) {
      return "all nonces are in, sent to all signers";
    }
    if (data instanceof SessionComplete complete) {
      int count = complete.signatures().size();
      return "%d final %s, sent to all signers"
          .formatted(count, count == 1 ? "signature" : "signatures");
    }
    if (data instanceof ShouldBroadcast order) {
      return "signer %d is to broadcast".formatted(order.coordinator());
    }
    if (data instanceof BroadcastConfirmed confirmed) {
      return "by signer %d, all know it".formatted(confirmed.coordinator());
    }
    return "told to all signers";
  }
}
