/** Looks at datasets, compares them, and withdraws a patient from them. */
package org.residency.cli.data;
