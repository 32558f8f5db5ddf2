package org.residency.workflows;

import java.util.Optional;
import org.residency.activities.provenance.Reused;

/**
 * Work, and what it came to.
 *
 * @param reused where it was taken from; empty if this run did it
 */
record Done<T>(Work<T> work, T value, Optional<Reused> reused) {}
