package tutti.cli.signer;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import tutti.cli.option.KeyOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;

/** A command that speaks for a signer. */
public abstract class KeyHolderCommand extends SignerCommand {
  @Mixin private KeyOptions keyOptions = new KeyOptions();

  private @Nullable SecretKey key;

  protected KeyHolderCommand(Terminal terminal) {
    super(terminal);
  }

  /**
   * The key is read before the cluster is looked for, so that a wrong passphrase is told at once.
   */
  @Override
  protected void check() throws Exception {
    key = keyOptions.read(terminal().environment());
  }

  @Override
  protected final Report act(Seat seat) throws Exception {
    try (SecretKey held = java.util.Objects.requireNonNull(key)) {
      return act(seat, held);
    }
  }

  /** What the signer is to say or do. */
  protected abstract Report act(Seat seat, SecretKey signer) throws Exception;
}
