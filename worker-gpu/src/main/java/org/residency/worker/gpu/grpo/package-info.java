/** The two halves of a GRPO round that hold the model: sampling and updating. */
package org.residency.worker.gpu.grpo;
