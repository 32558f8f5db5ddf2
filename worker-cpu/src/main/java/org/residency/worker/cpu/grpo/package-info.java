/** Gives sampled completions their rewards. */
package org.residency.worker.cpu.grpo;
