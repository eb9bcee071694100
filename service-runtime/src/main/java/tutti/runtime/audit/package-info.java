/** Who asked what, with which result, in files that nobody changes without being found out. */
@NullMarked
package tutti.runtime.audit;

import org.jspecify.annotations.NullMarked;
