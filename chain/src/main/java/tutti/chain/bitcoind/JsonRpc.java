package tutti.chain.bitcoind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  record Reply(@Nullable JsonNode result, int error, String message) {
    boolean isError() {
      return error != 0;
    }

    /** The result, which may be JSON's null. */
    JsonNode orFail() {
      if (result == null || isError()) {
        throw failure();
      }
      return result;
    }

    ChainException failure() {
      String said = "error %d %s".formatted(error, Answer.shown(message));
      return new ChainException(code(), said);
    }

    private Code code() {
      return switch (error) {
        case -5 -> Code.NOT_FOUND; // no such transaction or block
        case -22, -25, -26 -> Code.REJECTED;
        case -32601 -> Code.UNSUPPORTED;
        default -> Code.UNAVAILABLE; // among them -28: it is starting
      };
    }
  }

  CompletableFuture<Reply> call(String method, Object... parameters) {
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
        .thenApply(JsonRpc::reply);
  }

  private static Reply reply(Answer answer) {
    boolean isOwn = answer.isOk() || OWN_ERRORS.contains(answer.status());
    if (!isOwn || answer.body().length() == 0) {
      throw answer.failure("");
    }
    JsonNode json = answer.json(JsonNode.class);
    JsonNode error = json.path("error");
    return error.isObject()
        ? new Reply(null, error.path("code").asInt(-1), error.path("message").asText(""))
        : new Reply(json.get("result"), json.has("result") ? 0 : -1, "no result");
  }

  private static Bytes bytes(Object call) {
    try {
      return Bytes.of(JSON.writeValueAsBytes(call));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parameters that are no JSON", e);
    }
  }
}
