/** What the parts of Tutti say to each other: messages, errors and limits. */
@NullMarked
package tutti.protocol;

import org.jspecify.annotations.NullMarked;
