/** What is to be signed, and who joins. */
@NullMarked
package tutti.request;

import org.jspecify.annotations.NullMarked;
