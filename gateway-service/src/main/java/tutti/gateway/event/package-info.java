/** Events on their way out: inboxes and public topics. */
@NullMarked
package tutti.gateway.event;

import org.jspecify.annotations.NullMarked;
