package org.residency.artifacts;

/** How the served model decodes: the settings it was evaluated with. */
public record ServedSettings(double temperature, double topP, int maxCompletionTokens) {}
