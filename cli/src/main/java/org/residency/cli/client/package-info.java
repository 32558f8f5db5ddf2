/** Talks to the api and to serving over HTTP. */
package org.residency.cli.client;
