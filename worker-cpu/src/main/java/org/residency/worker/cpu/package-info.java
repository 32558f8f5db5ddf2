/**
 * The process that runs the workflows and the stages that need no GPU. One package a stage, each a thin adapter around a
 * library: fetch, call, heartbeat, store, and tell what went wrong.
 */
package org.residency.worker.cpu;
