/** Makes the demo's base model: the corpus and tokenizer of {@code clinic}, trained by {@code llm}. */
package org.residency.cli.basemodel;
