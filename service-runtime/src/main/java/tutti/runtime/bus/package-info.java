/**
 * Operations and events over the event bus: encoding, limits, refusals and retries in one place.
 */
@NullMarked
package tutti.runtime.bus;

import org.jspecify.annotations.NullMarked;
