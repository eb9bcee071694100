package tutti.protocol.session;

import java.util.List;
import tutti.protocol.Envelope;
import tutti.protocol.Require;

/** Between services only: all have joined, here is the request and every join. */
public record OpenSession(Envelope request, List<Envelope> joins) {
  public OpenSession {
    Require.present(request, "request");
    Require.present(joins, "joins");
    joins = List.copyOf(joins);
  }
}
