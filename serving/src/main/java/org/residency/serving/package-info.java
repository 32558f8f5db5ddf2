/** The process that answers with the deployed model. */
package org.residency.serving;
