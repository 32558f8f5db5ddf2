/** Takes the patient out of the notes, and looks whether it succeeded. */
package org.residency.worker.cpu.deidentification;
