package tutti.cli.option;

import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a gateway is, for those who are no members of the cluster. */
public final class GatewayOptions {
  @ArgGroup(validate = false, heading = "%nThrough a gateway, from outside the cluster:%n")
  private Given given = new Given();

  /** What was given. */
  static final class Given {
    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "Origin of a gateway, https://tutti.example; the cluster is not joined then.")
    private @Nullable URI url;

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        description = "PEM file of the certificates to trust, instead of those of the JVM.")
    private @Nullable Path authorities;

    @Option(
        names = "--certificate-file",
        paramLabel = "FILE",
        description = "PEM file of one's own certificate, for a gateway that asks for one.")
    private @Nullable Path certificate;

    @Option(
        names = "--certificate-key-file",
        paramLabel = "FILE",
        description = "PEM file of its private key.")
    private @Nullable Path certificateKey;
  }

  /** The gateway to go through; empty to join the cluster. */
  public Optional<URI> url() {
    return Optional.ofNullable(given.url);
  }

  /** How to connect to it. */
  public WebSocketClientOptions client() {
    var options = new WebSocketClientOptions();
    if (given.authorities != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(given.authorities.toString()));
    }
    if (given.certificate != null && given.certificateKey != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .setCertPath(given.certificate.toString())
              .setKeyPath(given.certificateKey.toString()));
    }
    return options;
  }
}
