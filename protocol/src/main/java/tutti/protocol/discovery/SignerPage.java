package tutti.protocol.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of results; {@code next} asks for the following one, absent on the last. */
public record SignerPage(List<SignerListing> signers, @Nullable String next) {
  public SignerPage {
    signers = List.copyOf(signers);
  }
}
