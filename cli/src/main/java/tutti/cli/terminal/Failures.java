package tutti.cli.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tutti.agent.SigningFailedException;
import tutti.chain.ChainException;
import tutti.musig2.EngineUnavailableException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.config.InvalidSettingException;

/** Every failure as one line on stderr, and with {@code --json} as the one object on stdout. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final Terminal terminal;

  public Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException misuse, String[] arguments) {
    CommandLine command = misuse.getCommandLine();
    String line = String.valueOf(misuse.getMessage()).lines().findFirst().orElse("");
    report(failure(ErrorCode.MALFORMED, line), Arrays.asList(arguments).contains("--json"));
    terminal.progress("try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return MISUSED;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    Throwable cause = causeOf(error);
    Failure failure = failure(cause);
    report(failure, parsed.expandedArgs().contains("--json"));
    if (failure.code() == ErrorCode.INTERNAL) {
      cause.printStackTrace(terminal.err());
    }
    return failure.code() == ErrorCode.MALFORMED ? MISUSED : FAILED;
  }

  /** The line on stderr. */
  static int tell(Terminal terminal, Failure failure) {
    terminal.progress("error: %s: %s".formatted(failure.code(), failure.message()));
    return FAILED;
  }

  private void report(Failure failure, boolean asJson) {
    tell(terminal, failure);
    if (asJson) {
      ObjectNode json = Wire.mapper().createObjectNode();
      json.set("error", Wire.tree(failure));
      terminal.out().println(new String(Wire.write(json), StandardCharsets.UTF_8));
    }
  }

  /** What really went wrong, without the wrapping that futures add. */
  public static Throwable causeOf(Throwable error) {
    Throwable cause = error.getCause();
    boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
    return wrapped && cause != null ? causeOf(cause) : error;
  }

  /** A failure of any kind in the contract's words. */
  public static Failure failure(Throwable error) {
    Throwable cause = causeOf(error);
    if (cause instanceof Refusal refusal) {
      return refusal.toFailure();
    }
    if (cause instanceof SigningFailedException ended) {
      return new Failure(
          ended.failure().code(),
          "%s: %s".formatted(ended.ending(), ended.failure().message()),
          null,
          ended.failure().culprit(),
          false,
          null);
    }
    if (cause instanceof ChainException chain) {
      return failure(code(chain.code()), "chain: " + chain.getMessage());
    }
    if (cause instanceof EngineUnavailableException) {
      return failure(ErrorCode.UNAVAILABLE, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof InvalidSettingException) {
      return failure(ErrorCode.MALFORMED, "setting " + cause.getMessage());
    }
    if (cause instanceof TimeoutException) {
      return failure(ErrorCode.TIMEOUT, "no answer in time");
    }
    return cause instanceof IOException io ? ofFile(io) : failure(ErrorCode.INTERNAL, "" + cause);
  }

  private static ErrorCode code(ChainException.Code code) {
    return switch (code) {
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case REJECTED -> ErrorCode.CONFLICT;
      case UNSUPPORTED -> ErrorCode.NOT_ALLOWED;
      case TOO_LARGE -> ErrorCode.TOO_LARGE;
      case TIMEOUT -> ErrorCode.TIMEOUT;
      case UNAUTHORIZED -> ErrorCode.NOT_AUTHENTICATED;
      case RATE_LIMITED, BUSY -> ErrorCode.RATE_LIMITED;
      case BAD_ANSWER, UNAVAILABLE, CLOSED -> ErrorCode.UNAVAILABLE;
    };
  }

  private static Failure ofFile(IOException error) {
    if (error instanceof NoSuchFileException) {
      return failure(ErrorCode.NOT_FOUND, "there is no file " + error.getMessage());
    }
    if (error instanceof FileAlreadyExistsException) {
      return failure(ErrorCode.ALREADY_EXISTS, "there is already a file " + error.getMessage());
    }
    if (error instanceof AccessDeniedException) {
      return failure(ErrorCode.MALFORMED, "may not open " + error.getMessage());
    }
    return failure(ErrorCode.MALFORMED, String.valueOf(error.getMessage()));
  }

  private static Failure failure(ErrorCode code, String message) {
    return new Failure(code, message, null, null, code.retryable(), null);
  }
}
