package org.residency.deidentification;

/** A file's new content, and counts. */
record DeidentifiedRows(String text, AuditReport report) {}
