/** Reads what a run was given. */
package org.residency.worker.cpu.ingest;
