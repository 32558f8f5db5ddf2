/** A model's answers to held-out cases. */
package org.residency.llm.evaluation;
