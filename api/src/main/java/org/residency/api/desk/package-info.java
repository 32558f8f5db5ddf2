/** The clinician's page: what waits for a sign-off, what to read before it, and where it is signed. */
package org.residency.api.desk;
