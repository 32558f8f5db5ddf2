/** What the retraining engine asks of this process, behind a token. */
package org.residency.serving.admin;
