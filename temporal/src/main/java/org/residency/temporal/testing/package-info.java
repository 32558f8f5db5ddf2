/** Stand-ins for what processes talk to, for tests. */
package org.residency.temporal.testing;
