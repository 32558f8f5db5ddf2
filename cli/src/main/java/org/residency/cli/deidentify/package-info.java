/** De-identifies files, and signs a human's look at a sample of them. */
package org.residency.cli.deidentify;
