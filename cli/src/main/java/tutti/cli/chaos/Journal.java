package tutti.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;

/**
 * The signers' own record of what they said and of what was acknowledged, kept apart from the
 * services, which are to be measured against it.
 */
final class Journal {
  private final Map<RequestId, Signing> signings = new ConcurrentHashMap<>();
  private final Map<SessionId, Signing> bySession = new ConcurrentHashMap<>();
  private final Seen nonces = new Seen();
  private final Seen partialSignatures = new Seen();
  private Tally forgotten = Tally.NOTHING;
  private final Queue<String> usedTwice = new ConcurrentLinkedQueue<>();

  /** A request that is about to be announced. */
  Signing open(SigningRequest request) {
    RequestId id = RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
    Signing signing = new Signing(id, request);
    signings.put(id, signing);
    bySession.put(signing.sessionId(), signing);
    return signing;
  }

  Collection<Signing> signings() {
    return signings.values();
  }

  Optional<Signing> of(SessionId session) {
    return Optional.ofNullable(bySession.get(session));
  }

  Optional<Signing> of(RequestId request) {
    return Optional.ofNullable(signings.get(request));
  }

  /** It was read back; it counts, and is looked at no more. */
  synchronized void forget(Signing signing) {
    signings.remove(signing.requestId());
    bySession.remove(signing.sessionId());
    forgotten = forgotten.plus(Tally.of(List.of(signing)));
  }

  /** How all of them ended. */
  synchronized Tally tally() {
    return forgotten.plus(Tally.of(signings.values()));
  }

  /** Sessions that failed or hang, each with what is known of it. */
  List<String> unsigned() {
    List<String> unsigned = new ArrayList<>();
    for (Signing signing : signings.values()) {
      if (!signing.isOver()) {
        unsigned.add("hangs: " + signing);
      } else if (signing.isFailed()) {
        unsigned.add("failed: " + signing);
      }
    }
    return unsigned;
  }

  /** Nonces and partial signatures that left a signer twice, for different things. */
  List<String> usedTwice() {
    return List.copyOf(usedTwice);
  }

  /** Something leaves a signer. */
  void said(Envelope envelope) {
    if (envelope.type().equals(SessionApi.SHARE_NONCE.type())) {
      var share = SessionApi.SHARE_NONCE.bodyOf(envelope);
      String slot = share.sessionId().hex() + " of " + envelope.signer().hex();
      for (int item = 0; item < share.pubnonces().size(); item++) {
        String place = slot + " item " + item;
        if (nonces.elsewhere(share.pubnonces().get(item).hex(), place)) {
          usedTwice.add("nonce from elsewhere in " + place);
        }
      }
    } else if (envelope.type().equals(SessionApi.SHARE_PARTIAL_SIGNATURE.type())) {
      var share = SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(envelope);
      String slot = share.sessionId().hex() + " of " + envelope.signer().hex();
      if (partialSignatures.elsewhere(slot, content(envelope).hex())) {
        usedTwice.add("two partial signatures in " + slot);
      }
    }
  }

  /** The services answered that they have it. */
  void acknowledged(Envelope envelope) {
    Step.of(envelope.type())
        .ifPresent(
            step ->
                signing(step, envelope)
                    .ifPresent(
                        signing ->
                            signing.acknowledged(step, envelope.signer(), content(envelope))));
  }

  /** What was said, whenever it was signed: the same words may be signed anew when they are old. */
  static Bytes content(Envelope envelope) {
    return TaggedHash.sha256(CanonicalJson.of(envelope.body()));
  }

  private Optional<Signing> signing(Step step, Envelope envelope) {
    if (step == Step.ANNOUNCE) {
      return of(RequestId.ofBody(CanonicalJson.of(envelope.body())));
    }
    if (step == Step.JOIN) {
      return Optional.ofNullable(text(envelope, "requestId"))
          .map(RequestId::fromHex)
          .flatMap(this::of);
    }
    return Optional.ofNullable(text(envelope, "sessionId"))
        .map(SessionId::fromHex)
        .flatMap(this::of);
  }

  private static @Nullable String text(Envelope envelope, String field) {
    JsonNode value = envelope.body().get(field);
    return value == null ? null : value.asText();
  }
}
