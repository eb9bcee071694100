package tutti.agent.session;

import java.util.List;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.protocol.Refusal;

/** What comes from where the private keys are, when they are not here. */
public sealed interface KeyAnswer {
  /** The answer to {@link Action.AskNonces}: one per item. */
  record Nonces(List<PublicNonce> nonces) implements KeyAnswer {
    public Nonces {
      nonces = List.copyOf(nonces);
    }
  }

  /** The answer to {@link Action.AskPartialSigs}: one per item. They are checked. */
  record PartialSigs(List<PartialSignature> partials) implements KeyAnswer {
    public PartialSigs {
      partials = List.copyOf(partials);
    }
  }

  /** There will be no answer. */
  record Nothing(Refusal refusal) implements KeyAnswer {}
}
