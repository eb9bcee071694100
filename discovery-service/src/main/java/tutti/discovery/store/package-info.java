/** The search over the advertisements of all members. */
@NullMarked
package tutti.discovery.store;

import org.jspecify.annotations.NullMarked;
