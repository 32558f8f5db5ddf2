/**
 * NVIDIA's driver, run-time compiler and cuBLAS by JNA, from the libraries that libtorch has loaded: kernels of our own kept as
 * text, and graphs that replay hundreds of launches with one. Knows addresses, no tensors.
 */
package org.residency.llm.cuda;
