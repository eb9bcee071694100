/** The rules of the edge, in pure Java: logins, addresses, strikes and bans, scopes. */
@NullMarked
package tutti.gateway.domain;

import org.jspecify.annotations.NullMarked;
