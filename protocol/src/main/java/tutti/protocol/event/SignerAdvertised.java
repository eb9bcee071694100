package tutti.protocol.event;

import tutti.protocol.Envelope;

/** A signer advertised; the envelope can be verified by whoever reads it. */
public record SignerAdvertised(Envelope advertisement) implements EventData {}
