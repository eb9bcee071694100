package tutti.gateway.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.protocol.Limit;
import tutti.runtime.config.EdgeSettings;

/**
 * One gateway for all attacks, with everything behind it. Whoever needs other settings starts
 * another one {@link RunningGateway#beside beside} it.
 */
final class Attacked implements ParameterResolver {
  /** More than any frame or body may have here. */
  static final int TOO_MUCH = 300_000;

  /** A gateway that is closed when all tests are over. */
  record Target(RunningGateway gateway, Path operatorKey) implements AutoCloseable {
    static Target start() {
      try {
        Path key = Files.createTempDirectory("attacked").resolve("operator.key");
        return new Target(
            RunningGateway.start(
                settings ->
                    settings
                        .with(Limit.BATCH_BYTES, "200000")
                        .with(Limit.REQUEST_BYTES, "200000")
                        .with(EdgeSettings.HTTP_REQUEST_TIMEOUT, "2s")
                        .with(EdgeSettings.HTTP_IDLE_TIMEOUT, "5s")
                        .with(EdgeSettings.STRIKES, "1000")
                        .with(EdgeSettings.RATE_PER_ADDRESS, "100000")
                        .with(EdgeSettings.RATE_PER_CONNECTION, "1000")
                        .with(EdgeSettings.WEBHOOK_TARGETS, "any")
                        .with(EdgeSettings.OPERATOR_KEY_FILE, key.toString())),
            key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    RestClient rest() {
      return new RestClient(gateway.origin());
    }

    /** What an operator has in the {@code Authorization} header. */
    String operator() {
      try {
        return "Bearer " + Files.readString(operatorKey).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      gateway.close();
    }
  }

  /** Ends it with the run. */
  @SuppressWarnings("deprecation") // JUnit 6 closes what is AutoCloseable
  private record Shared(Target target) implements Store.CloseableResource {
    @Override
    public void close() {
      target.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Target.class;
  }

  @Override
  public Target resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(Attacked.class, ignored -> new Shared(Target.start()), Shared.class)
        .target();
  }
}
