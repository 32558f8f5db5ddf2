/** {@code residency bench llm}: the engine beside the Python stack, on this machine. */
package org.residency.cli.bench;
