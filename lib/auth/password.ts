import { hash, verify } from '@node-rs/argon2'

// OWASP's first choice for argon2id; the algorithm itself is the library's default.
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

// Made once, at this cost, from random bytes that were thrown away.
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$c96/Zuhv0EQBlZnVzdbNHQ$ucA7OP4faoL/BrMUxcXISlXlLxEMtd+tRCNvtZUmgRU'

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(comparable(password), cost)
}

/** Without a hash it takes as long as with one, so that time does not tell whether an account exists. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? nobodysHash, comparable(password))
  return passwordHash !== null && matches
}

/** The same characters typed on another keyboard can be other code points (NIST SP 800-63B §3.1.1.2). */
function comparable(password: string): string {
  return password.normalize('NFKC')
}
