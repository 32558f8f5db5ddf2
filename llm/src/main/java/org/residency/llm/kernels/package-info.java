/**
 * Arithmetic: TorchScript kernels kept as text resources, and the one class that loads and calls them.
 *
 * <p>Nothing outside this package talks to the DJL engine's native layer.
 */
package org.residency.llm.kernels;
