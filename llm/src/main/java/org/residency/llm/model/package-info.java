/** The Llama architecture: configuration, immutable weights, forward pass. */
package org.residency.llm.model;
