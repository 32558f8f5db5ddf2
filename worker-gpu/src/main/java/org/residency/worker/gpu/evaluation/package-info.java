/** Lets a model answer the held-out cases, and measures the answers. */
package org.residency.worker.gpu.evaluation;
