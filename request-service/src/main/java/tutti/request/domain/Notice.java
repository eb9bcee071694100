package tutti.request.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.event.EventType;

/**
 * An event of a request in its shortest form; the document says the rest.
 *
 * @param number counts up per request, from 1 without gaps
 * @param signerIndex who it is about, where it is about a signer
 * @param joined how many had joined by then
 */
public record Notice(
    long number, long time, EventType type, @Nullable Integer signerIndex, int joined) {}
