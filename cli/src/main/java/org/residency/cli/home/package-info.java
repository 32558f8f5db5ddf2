/** Where the command finds the repository's parts and keeps its data. */
package org.residency.cli.home;
