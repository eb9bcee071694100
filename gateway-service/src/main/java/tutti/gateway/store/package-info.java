/** What all gateways of a cluster share. */
@NullMarked
package tutti.gateway.store;

import org.jspecify.annotations.NullMarked;
