/**
 * What the demo's base model is made from: its corpus, its tokenizer and its shape. Training it needs the engine, so
 * the command that joins both stands in {@code cli}.
 */
package org.residency.clinic.basemodel;
