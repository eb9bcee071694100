package tutti.protocol.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of requests; {@code next} asks for the following one, absent on the last. */
public record RequestPage(List<RequestView> requests, @Nullable String next) {
  public RequestPage {
    requests = List.copyOf(requests);
  }
}
