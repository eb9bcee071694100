/** Who is let in: logins and bans, the same at all gateways of a cluster. */
@NullMarked
package tutti.gateway.access;

import org.jspecify.annotations.NullMarked;
