package tutti.musig2.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that answers each line of JSON with one. */
final class JsonLines implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;
  private final ExecutorService reader = Executors.newSingleThreadExecutor(JsonLines::daemon);

  JsonLines(Process process) {
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  JsonNode ask(ObjectNode request) {
    try {
      requests.write(MAPPER.writeValueAsString(request));
      requests.write('\n');
      requests.flush();
      String answer = reader.submit(answers::readLine).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IllegalStateException("the peer has stopped: " + process);
      }
      return MAPPER.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer to " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A peer ends when it has nothing to read any more. */
  @Override
  public void close() {
    process.destroy();
    reader.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "peer-answers");
    thread.setDaemon(true);
    return thread;
  }
}
