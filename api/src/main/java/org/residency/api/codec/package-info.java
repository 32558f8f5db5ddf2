/** Temporal's codec server: decrypts payloads for its UI and command line, for operators only. */
package org.residency.api.codec;
