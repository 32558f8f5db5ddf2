/** A token step of few sequences at the speed of reading the weights: kernels of our own and cuBLAS, replayed as one graph. */
package org.residency.llm.decoding;
