/**
 * Fictional clinic notes with one verifiable diagnosis each: the demo's own data, its tokenizer and its base model.
 *
 * <p>No note describes a person. Names and addresses come from Datafaker with a seed, everything else from the two
 * resources {@code conditions.json} and {@code phrases.json} beside this package, which were written for this project.
 */
package org.residency.clinic;
