/** Text to tokens and back, the model's chat template, and the form in which this house writes reasoning. */
package org.residency.llm.tokenizer;
