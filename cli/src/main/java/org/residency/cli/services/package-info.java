/** Starts, shows and stops the processes on this machine. */
package org.residency.cli.services;
