package tutti.protocol.event;

import java.util.List;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** Not all joined in time; or, if nobody is missing, no session could be opened in time. */
public record RequestExpired(RequestId requestId, List<Integer> missing) implements EventData {
  public RequestExpired {
    Require.indexes(missing, "missing");
    missing = List.copyOf(missing);
  }
}
