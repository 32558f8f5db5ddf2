/** A run, told as it goes by. */
package org.residency.cli.watch;
