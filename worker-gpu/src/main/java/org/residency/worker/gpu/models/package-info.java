/** Checks a base model's folder and brings it into the store. */
package org.residency.worker.gpu.models;
