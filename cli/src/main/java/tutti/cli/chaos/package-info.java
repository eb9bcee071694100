/** Faults that really happen, in processes that really run, and what they do to the sessions. */
@NullMarked
package tutti.cli.chaos;

import org.jspecify.annotations.NullMarked;
