package tutti.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import tutti.runtime.bus.Served;
import tutti.runtime.bus.Witness;

/**
 * Notes on the span of a request what it was about and what came of it, so that the traces of a
 * session can be found. Of what was said only public keys and ids.
 */
public final class SpanNotes implements Witness {
  private static final String SESSION = "tutti.session";
  private static final String REQUEST = "tutti.request";
  private static final String SIGNER = "tutti.signer";
  private static final String CODE = "tutti.code";

  @Override
  public void served(Served served) {
    Span span = Span.current();
    if (span.isRecording()) {
      note(span, SESSION, served.sessionId());
      note(span, REQUEST, served.requestId());
      note(span, SIGNER, served.signer());
      note(span, CODE, served.code());
    }
  }

  private static void note(Span span, String name, @Nullable String value) {
    if (value != null) {
      span.setAttribute(name, value);
    }
  }
}
