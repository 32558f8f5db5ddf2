/** Low-rank adapters (Hu et al., arXiv 2106.09685) in PEFT's file layout, and their merge into base weights. */
package org.residency.llm.lora;
