/** What a clinician sees, decides and signs in the terminal. */
package org.residency.cli.signoff;
