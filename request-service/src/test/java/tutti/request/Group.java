package tutti.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.Join;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Signers in the order of their keys, and a request that nobody else has made. */
record Group(List<TestSigner> signers, SigningRequest request, long now) {
  static Group of(int size, long now) {
    var signers = new ArrayList<TestSigner>();
    for (int i = 0; i < size; i++) {
      signers.add(TestSigner.create());
    }
    signers.sort(Comparator.comparing(TestSigner::key));
    return of(signers, now, now + 600_000);
  }

  static Group of(List<TestSigner> signers, long now, long expiresAt) {
    var request =
        SigningRequest.by(signers.get(0).key(), signers.stream().map(TestSigner::key).toList())
            .items(List.of(SigningItem.of(Bytes.of(new byte[32]))))
            .purpose("test")
            .expiresAt(expiresAt)
            .metadata(Map.of("unique", UUID.randomUUID().toString()))
            .build();
    return new Group(List.copyOf(signers), request, now);
  }

  RequestId id() {
    return RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
  }

  TestSigner creator() {
    return signers.get(0);
  }

  Envelope announcement() {
    return creator().say("request.announce", request, now);
  }

  Envelope join(int index) {
    return signers.get(index).say("request.join", new Join(id(), index), now);
  }

  Envelope decline(int index) {
    return signers.get(index).say("request.decline", new Decline(id(), index, "no"), now);
  }

  Envelope cancellation() {
    return creator().say("request.cancel", new Cancel(id(), "never mind"), now);
  }
}
