/** Learning from preferences: of two answers to a prompt, the one a clinician would rather sign. */
package org.residency.llm.dpo;
