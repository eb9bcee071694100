/** What holds for all that arrives over HTTP, before anyone looks at what it says. */
@NullMarked
package tutti.gateway.http;

import org.jspecify.annotations.NullMarked;
