/** What every kind of training shares: optimizer, schedule, checkpoints, and the caller's view of progress. */
package org.residency.llm.training;
