/** Models written as GGUF, the file format of ggml and llama.cpp. */
package org.residency.llm.gguf;
