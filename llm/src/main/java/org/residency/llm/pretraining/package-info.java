/** Training of a small model's every weight from nothing: how the demo's base model is made. */
package org.residency.llm.pretraining;
