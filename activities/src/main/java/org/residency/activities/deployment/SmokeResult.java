package org.residency.activities.deployment;

/** How many smoke prompts were asked, and how many answers were well formed. */
public record SmokeResult(int prompts, int wellFormed) {}
