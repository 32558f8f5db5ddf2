/** De-identifies files: each form of file is read and written as notes, in the order in which they stand. */
package org.residency.deidentification.file;
