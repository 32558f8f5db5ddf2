/** Who a person is: roles, key pairs, the register, and statements signed with a key. */
package org.residency.identity;
