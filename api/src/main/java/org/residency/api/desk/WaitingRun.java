package org.residency.api.desk;

/**
 * A run that waits for a clinician.
 *
 * @param result what the candidate reached, in a few words
 * @param since when the run was started
 */
public record WaitingRun(String run, String requester, String result, String since) {}
