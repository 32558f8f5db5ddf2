/** The lines of the JSONL files that pass between the worker that samples and the worker that rewards. */
package org.residency.scoring.files;
