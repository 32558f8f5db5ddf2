/** The whole run on fictional notes, and the notes themselves. */
package org.residency.cli.demo;
