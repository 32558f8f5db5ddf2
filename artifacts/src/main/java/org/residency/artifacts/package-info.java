/** What a run leaves behind, and the store that keeps it: immutable, written once and whole, verified on read. */
package org.residency.artifacts;
