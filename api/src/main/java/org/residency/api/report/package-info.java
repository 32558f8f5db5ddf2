/** A run's story as one HTML page. It holds counts, measurements, digests and names of staff: no text of any note. */
package org.residency.api.report;
