package tutti.discovery.domain;

import tutti.protocol.Envelope;
import tutti.protocol.discovery.Advertisement;

/** An advertisement in force: as received, and as read. */
public record Listing(Envelope envelope, Advertisement advertisement) {}
