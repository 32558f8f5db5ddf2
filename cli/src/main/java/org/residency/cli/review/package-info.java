/** The look of a human at de-identified notes, and the signed record of what they decided. */
package org.residency.cli.review;
