/** Looks, for a schedule, whether notes have changed, and lets the api know of the run that it starts. */
package org.residency.worker.cpu.schedule;
