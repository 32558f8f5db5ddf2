/** Supervised fine-tuning, with checkpoints that survive the worker. */
package org.residency.worker.gpu.sft;
