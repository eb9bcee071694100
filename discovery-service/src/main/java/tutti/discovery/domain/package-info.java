/** Advertisements, records and the search over them. Pure: no bus, no store, no clock. */
@NullMarked
package tutti.discovery.domain;

import org.jspecify.annotations.NullMarked;
