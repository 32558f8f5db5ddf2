/** Removes what the store need not keep. */
package org.residency.worker.cpu.housekeeping;
