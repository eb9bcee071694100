/** The life of a signing request. Pure: no bus, no store, no clock. */
@NullMarked
package tutti.request.domain;

import org.jspecify.annotations.NullMarked;
