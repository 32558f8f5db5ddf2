/** What a piece of work will need of memory, told before it begins. */
package org.residency.llm.memory;
