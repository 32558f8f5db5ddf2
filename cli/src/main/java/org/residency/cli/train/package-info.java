/** Training from one settings file, here and offline. */
package org.residency.cli.train;
