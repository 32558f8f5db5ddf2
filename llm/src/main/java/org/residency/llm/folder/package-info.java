/** The Hugging Face folder on disk and what is said when a file in it cannot be used. */
package org.residency.llm.folder;
