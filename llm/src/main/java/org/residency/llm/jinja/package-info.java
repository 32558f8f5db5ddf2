/**
 * Jinja, as far as chat templates use it and byte for byte as Python's Jinja2 renders them: expressions, filters, tests,
 * {@code for}, {@code if}, {@code set}, {@code macro}, whitespace control. Templates read no files and change nothing that
 * they are given.
 */
package org.residency.llm.jinja;
