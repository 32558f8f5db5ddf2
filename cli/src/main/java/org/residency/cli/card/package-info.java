/** What is written beside a model about how it was made. */
package org.residency.cli.card;
