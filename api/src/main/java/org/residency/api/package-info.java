/** Starts, watches, signs and rolls back runs over HTTP. */
package org.residency.api;
