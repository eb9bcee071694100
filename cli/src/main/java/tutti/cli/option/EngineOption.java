package tutti.cli.option;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.musig2.EngineChoice;
import tutti.runtime.config.Settings;

/** The one setting of commands that have a cluster of their own. */
public final class EngineOption {
  private static final String VARIABLE = "TUTTI_CRYPTO_ENGINE";

  @Option(
      names = "--crypto-engine",
      paramLabel = "auto|libsecp256k1|bouncycastle",
      description = "What computes; auto is libsecp256k1 where it works (auto).")
  private @Nullable String flag;

  /**
   * The choice in force.
   *
   * @throws tutti.runtime.config.InvalidSettingException if there is no such engine
   */
  public EngineChoice choice(Map<String, String> environment) {
    String variable = environment.get(VARIABLE);
    return Settings.load(
            flag == null ? Map.of() : Map.of(Settings.CRYPTO_ENGINE.name(), flag),
            variable == null ? Map.of() : Map.of(VARIABLE, variable))
        .get(Settings.CRYPTO_ENGINE);
  }
}
