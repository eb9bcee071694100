package tutti.gateway.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tutti.gateway.domain.RecentEvents;
import tutti.protocol.Addresses;

/** The public events of the cluster, and the last of them. Used from the gateway's own context. */
public final class PublicEvents {
  private final Channels channels;
  private final RecentEvents<Published> recent;
  private final List<Consumer<Published>> followers = new ArrayList<>();

  public PublicEvents(Channels channels, int kept) {
    this.channels = channels;
    this.recent = new RecentEvents<>(kept);
  }

  /** One event and where it was published. */
  public record Published(String topic, String id, String type, JsonObject body) {
    /** Reads the frame of an event. */
    public static Published of(String topic, JsonObject body) {
      return new Published(
          topic, line(body.getString("id", "")), line(body.getString("type", "")), body);
    }

    /** In one line, whatever a service says. */
    private static String line(String text) {
      return text.replaceAll("[\\r\\n\\x00]", " ");
    }
  }

  /** Begins to listen. */
  public Future<Void> start() {
    return Future.all(listen(Addresses.SIGNER_EVENTS), listen(Addresses.REQUEST_EVENTS)).mapEmpty();
  }

  /** Hears every event from now on, until the returned is run. */
  public Runnable follow(Consumer<Published> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  /** What came after it; empty if that is not known here. */
  public Optional<List<Published>> after(String id) {
    return recent.after(id);
  }

  /** All that are kept. */
  public List<Published> all() {
    return recent.all();
  }

  private Future<?> listen(String topic) {
    return channels.listen(topic, message -> hear(Published.of(topic, message.body())));
  }

  private void hear(Published event) {
    if (recent.add(event.id(), event)) {
      List.copyOf(followers).forEach(follower -> follower.accept(event));
    }
  }
}
