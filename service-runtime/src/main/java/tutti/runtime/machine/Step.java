package tutti.runtime.machine;

import org.jspecify.annotations.Nullable;

/**
 * What a command led to.
 *
 * @param document the next document; the same reference if nothing changed, null to remove it
 */
public record Step<D extends Document, R>(@Nullable D document, R result) {}
