/** Measures whether the demo learns: the stages' engine calls in one process, without workers and without Temporal. */
package org.residency.cli.learning;
