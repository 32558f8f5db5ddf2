/** Sampling from a model, with or without an adapter, many sequences at a time. */
package org.residency.llm.generation;
