/** What a person sees and types. */
package org.residency.cli.terminal;
