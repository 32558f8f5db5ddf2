/** The safetensors file format: a length, a JSON header, raw little-endian numbers. */
package org.residency.llm.safetensors;
