/**
 * The language model: local files in, local files out.
 *
 * <p>Start at {@link org.residency.llm.LanguageModel}. Training is in {@code sft}, {@code grpo} and {@code pretraining},
 * which take the model's {@link org.residency.llm.model.Transformer}; {@code lora} holds adapters and their merge.
 *
 * <p>Weights are immutable and may be shared; what a sequence changes lives in a cache of its own. Several threads
 * may generate with one model at once; nothing may run beside a training with it.
 */
package org.residency.llm;
