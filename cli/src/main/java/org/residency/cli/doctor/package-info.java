/** Looks at what this machine has and lacks. */
package org.residency.cli.doctor;
