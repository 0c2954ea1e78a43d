import { prisma } from '#lib/db'
import { accountSubject, addressSubject, type Budget, clear, giveBack, type Take, take } from './throttle.ts'

/** `device`: of a browser that has signed in to this account before. */
export type Attempt = { readonly email: string; readonly address: string | null; readonly device: string | null }

export type Stopped = Extract<Take, { ok: false }>

/** `forgive`: takes it back, once the password was right. */
export type Admitted = { readonly ok: true; forgive(): Promise<void> }

type Spent = { readonly budget: Budget; readonly subject: string }

// Of the account and this place or browser alone, so a success clears them. The others are shared.
const own: ReadonlySet<Budget> = new Set(['signInTo', 'signInByDevice'])

/**
 * Counts an attempt to sign in. From the narrowest budget to the widest, so that a refused one spends no other. While strangers
 * hammer an account, its owner still gets in from the browsers and addresses where they have been before; while they hammer an
 * address that it shares with them, from the address.
 */
export async function admitAttempt({ email, address, device }: Attempt): Promise<Admitted | Stopped> {
  const spent: Spent[] = []
  // Also what was refused is counted, so it is taken back as well.
  const spend = (budget: Budget, subject: string): Promise<Take> => {
    spent.push({ budget, subject })
    return take(budget, subject)
  }
  const asDevice = async () => device !== null && (await spend('signInByDevice', device)).ok
  const admitted = { ok: true, forgive: () => forgive(spent) } as const
  const [from, to] = [addressSubject(address), accountSubject(email)]
  // Everybody whose address cannot be told shares one, so what is counted by it is anybody's.
  if (address === null && (await asDevice())) return admitted
  const here = await spend('signInTo', `${from} ${to}`)
  if (!here.ok) return here
  // And one of them could spend that of all accounts for all.
  const client: Take = address === null ? { ok: true } : await spend('signInFrom', from)
  if (client.ok && address !== null && (await asDevice())) return admitted
  const wide = client.ok ? await spend('signInToFromAnywhere', to) : client
  if (wide.ok || (address !== null && (await hasSignedInFrom(email, address)))) return admitted
  return wide
}

async function forgive(spent: readonly Spent[]): Promise<void> {
  for (const { budget, subject } of spent) await (own.has(budget) ? clear(budget, subject) : giveBack(budget, subject))
}

async function hasSignedInFrom(email: string, address: string): Promise<boolean> {
  const known = await prisma().session.findFirst({ where: { address, user: { email } }, select: { id: true } })
  return known !== null
}
