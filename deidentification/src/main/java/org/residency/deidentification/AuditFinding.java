package org.residency.deidentification;

/**
 * Something in the output that looks like an identifier: where, not what.
 *
 * @param noteId the id of the note, which holds nothing of its text
 * @param field the field of the note
 * @param start first char in the output
 * @param end one past the last
 * @param phiClass what it looks like
 * @param rule the audit rule that saw it
 */
public record AuditFinding(String noteId, String field, int start, int end, PhiClass phiClass, String rule) {}
