package tutti.protocol.discovery;

import tutti.protocol.Envelope;

/** One search result: the signed advertisement, for the reader to verify, and the record. */
public record SignerListing(Envelope advertisement, SignerRecord record) {}
