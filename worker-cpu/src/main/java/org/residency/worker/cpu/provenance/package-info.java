/** Writes down what each stage did. */
package org.residency.worker.cpu.provenance;
