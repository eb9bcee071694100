/** Public events, sent to where operators want them. */
@NullMarked
package tutti.gateway.webhook;

import org.jspecify.annotations.NullMarked;
