/** How a command ends. */
package org.residency.cli.exit;
