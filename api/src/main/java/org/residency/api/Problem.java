package org.residency.api;

/**
 * The body of every answer that is not what was asked for.
 *
 * @param error one sentence: field, found, expected, what to do
 */
public record Problem(String error) {}
