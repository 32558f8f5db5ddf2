/** What is done with a model's folder: verify, generate, evaluate, merge, export. */
package org.residency.cli.model;
