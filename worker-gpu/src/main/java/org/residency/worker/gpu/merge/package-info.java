/** Base model and adapter made one, and the proof that nothing was lost. */
package org.residency.worker.gpu.merge;
