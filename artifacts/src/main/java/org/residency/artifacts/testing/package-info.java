/** The store's fake, for tests of those who use one. */
package org.residency.artifacts.testing;
