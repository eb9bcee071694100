package tutti.cli.option;

import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.protocol.ElectionMethod;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestState;
import tutti.runtime.config.Kind;

/** How options are read: hex, times such as {@code 5m}, and the contract's words. */
public final class Texts {
  private static final Kind<Duration> TIME =
      Kind.duration(Duration.ofMillis(1), Duration.ofDays(365));

  private Texts() {}

  /** Teaches a command line to read them. */
  public static void addTo(CommandLine line) {
    register(line, Duration.class, TIME.reader());
    register(line, Bytes.class, Bytes::fromHex);
    register(line, PublicKey.class, PublicKey::fromHex);
    register(line, Signature.class, Signature::fromHex);
    register(line, RequestId.class, RequestId::fromHex);
    register(line, SessionId.class, SessionId::fromHex);
    word(line, ElectionMethod.class);
    word(line, SignerSort.class);
    word(line, KeyOrder.class);
    word(line, Suite.class);
    word(line, RequestState.class);
    word(line, Network.class);
  }

  private static <T> void register(CommandLine line, Class<T> type, Function<String, T> reader) {
    line.registerConverter(
        type,
        text -> {
          try {
            return reader.apply(text);
          } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
          }
        });
  }

  private static <E extends Enum<E>> void word(CommandLine line, Class<E> type) {
    register(line, type, Kind.choice(type).reader());
  }
}
