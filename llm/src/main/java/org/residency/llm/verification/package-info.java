/** What a model folder is held against before it is trusted: its own files, and one way of computing against another. */
package org.residency.llm.verification;
