/** Where requests are found by the keys that they name. */
@NullMarked
package tutti.request.store;

import org.jspecify.annotations.NullMarked;
