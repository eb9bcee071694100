package tutti.chain.bitcoind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.http.Answer;
import tutti.chain.http.Ask;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;

/** Calls of a node. */
final class JsonRpc {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How the node says its own errors, with JSON in the answer. */
  private static final Set<Integer> OWN_ERRORS = Set.of(400, 404, 500);

  private final Endpoint endpoint;
  private final Credentials credentials;

  JsonRpc(Endpoint endpoint, Credentials credentials) {
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /** What the node answered to a call: a result, or an error with the node's own number. */
  record Reply<T>(@Nullable T result, int error, String message) {
    boolean isError() {
      return error != 0;
    }

    /** The result, which may be JSON's null. */
    Optional<T> optional() {
      if (isError()) {
        throw failure();
      }
      return Optional.ofNullable(result);
    }

    /** The result of a call that always has one. */
    T orFail() {
      return optional().orElseThrow(() -> NodeJson.bad("no result"));
    }

    ChainException failure() {
      return failure(code());
    }

    /** The failure that somebody who knows what was asked sees in it. */
    ChainException failure(Code code) {
      return new ChainException(code, "error %d %s".formatted(error, Answer.shown(message)));
    }

    private Code code() {
      return switch (error) {
        case -22, -25, -26 -> Code.REJECTED;
        case -32601 -> Code.UNSUPPORTED;
        default -> Code.UNAVAILABLE; // -28: it is starting; -5: what is there a moment ago is not
      };
    }
  }

  <T> CompletableFuture<Reply<T>> call(Class<T> type, String method, Object... parameters) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("jsonrpc", "1.0");
    call.put("id", "tutti");
    call.put("method", method);
    call.put("params", List.of(parameters));
    int most = method.equals("getrawtransaction") ? Ask.LARGE : Ask.SMALL;
    return CompletableFuture.supplyAsync(credentials::header) // it may be in a file
        .thenCompose(
            header ->
                endpoint.send(Ask.post("/", bytes(call), "application/json").with(header, most)))
        .thenApply(answer -> reply(answer, type));
  }

  void close() {
    endpoint.close();
  }

  /** Read as a stream: what is not wanted of a long answer needs no memory. */
  private static <T> Reply<T> reply(Answer answer, Class<T> type) {
    boolean isOwn = answer.isOk() || OWN_ERRORS.contains(answer.status());
    if (!isOwn || answer.body().length() == 0) {
      throw answer.failure("");
    }
    @SuppressWarnings("unchecked") // Jackson is told the type
    NodeJson.Envelope<T> read = (NodeJson.Envelope<T>) answer.json(NodeJson.Envelope.class, type);
    NodeJson.Problem problem = read.error();
    if (problem == null) {
      return new Reply<>(read.result(), 0, "");
    }
    String message = problem.message() == null ? "" : problem.message();
    return new Reply<>(null, problem.code() == 0 ? -1 : problem.code(), message);
  }

  private static Bytes bytes(Object call) {
    try {
      return Bytes.of(JSON.writeValueAsBytes(call));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parameters that are no JSON", e);
    }
  }
}
