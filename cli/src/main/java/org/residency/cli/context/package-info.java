/** What every command is given: terminal, folders, environment, and how it reaches the api. */
package org.residency.cli.context;
