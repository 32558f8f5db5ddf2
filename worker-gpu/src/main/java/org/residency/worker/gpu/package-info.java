/** The process that holds the language model: it trains, samples, merges and evaluates, one activity at a time. */
package org.residency.worker.gpu;
