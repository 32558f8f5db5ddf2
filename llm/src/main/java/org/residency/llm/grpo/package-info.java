/** Group relative policy optimisation (Shao et al., arXiv 2402.03300): sampling, advantages, loss, update. */
package org.residency.llm.grpo;
