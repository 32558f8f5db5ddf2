/** Sets the evaluations of several models side by side. */
package org.residency.worker.cpu.evaluation;
