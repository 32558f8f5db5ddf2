/** The four processes and Temporal on one machine: started, kept alive and stopped together. */
package org.residency.cli.stack;
