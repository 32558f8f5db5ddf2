/**
 * A training pass walked layer by layer, with each layer's gradient written down rather than recorded: less is kept, and
 * kernels of our own stand between the matrix products where the device has them.
 */
package org.residency.llm.layers;
