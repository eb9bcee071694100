/** What a process tells those who look after it: whether it lives, and whether it can be used. */
@NullMarked
package tutti.runtime.management;

import org.jspecify.annotations.NullMarked;
