/** Puts models to service. */
package org.residency.worker.cpu.deployment;
