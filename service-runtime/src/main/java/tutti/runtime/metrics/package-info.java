/** What a process counts and measures of itself, for those who look after it. */
@NullMarked
package tutti.runtime.metrics;

import org.jspecify.annotations.NullMarked;
