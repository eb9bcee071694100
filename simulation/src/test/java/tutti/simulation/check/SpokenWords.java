package tutti.simulation.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.session.SessionApi;
import tutti.simulation.world.World;

/**
 * What honest signers say: in one place of one session only ever the same, unless they say that
 * they may have been restarted.
 */
public final class SpokenWords {
  private final World world;
  private final Map<Place, ObjectNode> said = new HashMap<>();

  public SpokenWords(World world) {
    this.world = world;
  }

  private record Place(PublicKey signer, String session, String type) {}

  /** Something leaves an honest signer's process. */
  public void leaves(Envelope envelope) {
    if (!isContribution(envelope.type()) || envelope.body().path("resumed").booleanValue()) {
      return;
    }
    String session = envelope.body().get("sessionId").textValue();
    ObjectNode before =
        said.putIfAbsent(new Place(envelope.signer(), session, envelope.type()), envelope.body());
    if (before != null && !before.equals(envelope.body())) {
      world.violated(
          "an honest signer says two different things in one place: %s and %s"
              .formatted(before, envelope.body()));
    }
  }

  private static boolean isContribution(String type) {
    return type.equals(SessionApi.COMMIT_NONCE.type())
        || type.equals(SessionApi.SHARE_NONCE.type())
        || type.equals(SessionApi.SHARE_PARTIAL_SIGNATURE.type());
  }
}
