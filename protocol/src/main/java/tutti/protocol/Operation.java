package tutti.protocol;

/**
 * A request/reply operation on the event bus.
 *
 * @param address where any instance of the service answers
 * @param maxBytes the largest request, as JSON
 */
public record Operation<Q, R>(String address, Class<Q> request, Class<R> reply, Limit maxBytes) {}
