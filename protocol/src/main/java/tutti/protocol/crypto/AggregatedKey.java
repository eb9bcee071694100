package tutti.protocol.crypto;

import tutti.musig2.PublicKey;
import tutti.musig2.XOnlyPublicKey;

/** An aggregate key: compressed with its real parity (BIP373), and x-only (BIP340). */
public record AggregatedKey(PublicKey aggregatePublicKey, XOnlyPublicKey xOnlyPublicKey) {}
