import { hash } from 'node:crypto'
import type pg from 'pg'
import { type RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '#lib/db'
import { rateLimiter } from '#lib/db/rate-limiter'
import { parseAddress } from '#lib/ip/address'

const minute = 60
const hour = 60 * minute

/** How many attempts in how long. Numbers that a person does not reach and a guesser does at once. */
const budgets = {
  /** From one client address, over all accounts. */
  signInFrom: { points: 50, duration: 15 * minute },
  /** From one client address on one account; a success clears it. */
  signInTo: { points: 10, duration: 15 * minute },
  /** On one account from anywhere. Wide, or anybody could lock its owner out. */
  signInToFromAnywhere: { points: 100, duration: hour },
  /** On one account from a browser that has signed in to it before, instead of the one above: few, for a cookie can be copied. */
  signInByDevice: { points: 10, duration: 4 * hour },
  signUpFrom: { points: 100, duration: hour },
  setupCodeFrom: { points: 10, duration: 15 * minute },
  /** Keys shown to be revoked, from one client address: an imported key may be weak enough to be guessed. */
  selfRevokeFrom: { points: 100, duration: 15 * minute },
  /** Guesses of the current password in a session somebody left open. */
  passwordOf: { points: 10, duration: 15 * minute },
  /** Asked-for links to a new password, from one client address and for one account from anywhere: each is a message. */
  resetLinkFrom: { points: 20, duration: hour },
  resetLinkTo: { points: 5, duration: hour },
  /**
   * Codes of a second factor, tried by somebody who knows the password: of a million, three work at any time. At 120 a day
   * from everywhere, a guesser needs five years for an even chance.
   */
  codeOf: { points: 5, duration: 15 * minute },
  codeOfFromAnywhere: { points: 20, duration: 4 * hour },
  /** Invitations that one person makes or renews. */
  inviteBy: { points: 60, duration: hour },
  /** Messages to one e-mail address that invite it, from all workspaces. */
  inviteTo: { points: 5, duration: hour },
  /** Links of invitations that are accepted, or tried, from one client address. */
  invitationFrom: { points: 60, duration: 15 * minute },
} as const

export type Budget = keyof typeof budgets
/** `isFirst`: the first refusal since the window began. */
export type Take = { ok: true } | { ok: false; waitMs: number; isFirst: boolean }

// A limiter holds its pool, so a pool that was replaced gets limiters of its own.
const limiters = new WeakMap<pg.Pool, Map<Budget, RateLimiterPostgres>>()

/** Counts one attempt. Counters live in PostgreSQL, so they hold for every process; without it this throws. */
export async function take(budget: Budget, subject: string): Promise<Take> {
  try {
    await limiter(budget).consume(subject)
    return { ok: true }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const isFirst = refusal.consumedPoints === budgets[budget].points + 1
    return { ok: false, waitMs: refusal.msBeforeNext, isFirst }
  }
}

/** Takes one attempt back that turned out to be in order. */
export async function giveBack(budget: Budget, subject: string): Promise<void> {
  await limiter(budget).reward(subject)
}

export async function clear(budget: Budget, subject: string): Promise<void> {
  await limiter(budget).delete(subject)
}

/** One household holds a whole IPv6 /64, so that is what is counted. Callers without a known address share one count. */
export function addressSubject(address: string | null): string {
  const parsed = address === null ? null : parseAddress(address)
  if (parsed === null) return 'unknown'
  if (parsed.family === 4) return address ?? 'unknown'
  const [high, low] = parsed.words
  return `${high.toString(16)}:${low.toString(16)}/64`
}

/** Of fixed length and not readable in the table. */
export function accountSubject(email: string): string {
  return hash('sha256', email, 'base64url')
}

/** "Too many attempts. Try again in 12 minutes." */
export function waitMessage(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const minutes = Math.ceil(seconds / minute)
  const wait = seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${minutes} minutes`
  return `Too many attempts. Try again in ${wait}.`
}

function limiter(budget: Budget): RateLimiterPostgres {
  const store = pool()
  let held = limiters.get(store)
  if (held === undefined) {
    held = new Map()
    limiters.set(store, held)
  }
  let found = held.get(budget)
  if (found === undefined) {
    const { points, duration: durationSeconds } = budgets[budget]
    found = rateLimiter(store, { name: budget, points, durationSeconds, sweeps: budget === 'signInFrom' })
    held.set(budget, found)
  }
  return found
}
