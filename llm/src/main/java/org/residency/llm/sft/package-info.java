/** Supervised fine-tuning of an adapter: next-token loss over the target alone, the prompt masked. */
package org.residency.llm.sft;
