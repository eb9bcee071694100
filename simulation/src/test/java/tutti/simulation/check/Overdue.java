package tutti.simulation.check;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import tutti.request.domain.Notice;
import tutti.request.domain.RequestDocument;
import tutti.runtime.machine.Document;
import tutti.session.domain.Session;
import tutti.simulation.store.Store;
import tutti.simulation.world.World;

/** What services should have done by now: a violation if it is still there some time later. */
final class Overdue {
  /** How long services may take for what is due, once nothing disturbs them any more. */
  private static final long PATIENCE = 15_000;

  private final World world;
  private Map<String, Long> firstSeen = new HashMap<>();

  Overdue(World world) {
    this.world = world;
  }

  void look(Store store) {
    long now = world.time().millis();
    Map<String, Long> seen = new HashMap<>();
    if (now >= world.quietSince()) {
      store.all(Watch.SESSIONS).forEach((id, one) -> lookAt(Watch.SESSIONS, id, one, seen));
      store.all(Watch.REQUESTS).forEach((id, one) -> lookAt(Watch.REQUESTS, id, one, seen));
    }
    seen.replaceAll((what, since) -> firstSeen.getOrDefault(what, since));
    firstSeen = seen;
    firstSeen.forEach(
        (what, since) -> {
          if (now - since > PATIENCE) {
            world.violated(what);
          }
        });
  }

  private void lookAt(String map, String key, Document document, Map<String, Long> seen) {
    long now = world.time().millis();
    if (document.dueAt() <= now) {
      seen.put("left undone: %s %s, due at %d".formatted(map, key, document.dueAt()), now);
    }
    for (long number : unpublished(document)) {
      seen.put("not published: %s %s, event %d".formatted(map, key, number), now);
    }
  }

  private static long[] unpublished(Document document) {
    if (document instanceof RequestDocument request) {
      return request.outbox().notices().stream().mapToLong(Notice::number).toArray();
    }
    var outbox = ((Session) document).outbox();
    return LongStream.rangeClosed(outbox.published() + 1, outbox.events().size()).toArray();
  }
}
