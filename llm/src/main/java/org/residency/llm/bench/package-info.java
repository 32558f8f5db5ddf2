/** Measurements of speed and memory with random weights of real shapes. */
package org.residency.llm.bench;
