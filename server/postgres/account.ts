import { spawnSync } from 'node:child_process'

/** The account that PostgreSQL runs under: it refuses root, so root lends it the number of "nobody". */
export type Account = { readonly uid: number; readonly gid: number }

const NOBODY = 65_534

export const account: Account | null = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null

/** Whether the account can enter a folder. A folder below root's home, for one, lets nobody else in. */
export function canEnter(folder: string): boolean {
  if (account === null) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}

/** Nothing of ours travels into PostgreSQL's environment, which anybody on the machine may be able to read. */
export const postgresEnvironment = {
  NODE_ENV: undefined,
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: process.env.PATH,
} as unknown as NodeJS.ProcessEnv
