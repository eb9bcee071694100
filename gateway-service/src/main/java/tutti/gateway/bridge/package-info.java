/** The event bus, frame by frame, for clients outside the cluster. */
@NullMarked
package tutti.gateway.bridge;

import org.jspecify.annotations.NullMarked;
