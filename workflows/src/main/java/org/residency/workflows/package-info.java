/**
 * The order: which stage follows which, and when to wait. Start reading at {@link
 * org.residency.workflows.RetrainingWorkflowImpl#retrain}. Everything here must do the same again when a history is
 * replayed: no clock, no chance, no threads, no I/O but by activities.
 */
package org.residency.workflows;
