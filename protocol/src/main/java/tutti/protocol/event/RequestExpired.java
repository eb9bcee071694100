package tutti.protocol.event;

import java.util.List;
import tutti.protocol.RequestId;

/** Not all joined in time. */
public record RequestExpired(RequestId requestId, List<Integer> missing) implements EventData {
  public RequestExpired {
    missing = List.copyOf(missing);
  }
}
