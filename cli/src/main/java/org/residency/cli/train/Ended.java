package org.residency.cli.train;

import java.nio.file.Path;

/**
 * How an offline training ended.
 *
 * @param done steps, or rounds, that are done
 * @param unit one of them in words, such as {@code step}
 * @param drained whether it was stopped before its end
 * @param result what came out, in a few words
 * @param adapter where the adapter lies once all is done
 */
public record Ended(int done, int total, String unit, boolean drained, String result, Path adapter) {}
