/** How a request is followed from service to service, for those who look after them. */
@NullMarked
package tutti.runtime.tracing;

import org.jspecify.annotations.NullMarked;
