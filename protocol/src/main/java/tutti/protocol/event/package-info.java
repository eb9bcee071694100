/** What happened: one record per event, in one numbered frame. */
@NullMarked
package tutti.protocol.event;

import org.jspecify.annotations.NullMarked;
