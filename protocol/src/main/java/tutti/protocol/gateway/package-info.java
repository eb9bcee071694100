/** What the public edge answers, and what it lets in. */
@NullMarked
package tutti.protocol.gateway;

import org.jspecify.annotations.NullMarked;
