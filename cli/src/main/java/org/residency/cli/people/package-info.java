/** The register of people, and the private keys on this machine. */
package org.residency.cli.people;
