/** The endpoints that OpenAI's clients know: chat completions and models. */
package org.residency.serving.openai;
