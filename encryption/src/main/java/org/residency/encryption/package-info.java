/** Encryption of what Temporal keeps: keys, the codec that uses them, and their rotation. */
package org.residency.encryption;
