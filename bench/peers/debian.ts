import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A program on this machine, or why there is none. */
export type FoundProgram = { ok: true; path: string } | { ok: false; problem: string }

const POLICY = '/usr/sbin/policy-rc.d'

/** Finds a program; on Debian, as root, its package is installed when it is missing, which is said before it is done. */
export function findProgram(name: string, debianPackage: string): FoundProgram {
  const found = onPath(name)
  if (found !== null) return { ok: true, path: found }
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return { ok: false, problem: `${name} is not here; on Debian it is in the package ${debianPackage}` }
  }
  console.error(`Installing ${debianPackage} by apt-get, for ${name}`)
  try {
    withoutServices(() => install(debianPackage))
  } catch (error) {
    return { ok: false, problem: `${debianPackage} could not be installed: ${(error as Error).message}` }
  }
  const installed = onPath(name)
  return installed === null ? { ok: false, problem: `${debianPackage} has no ${name}` } : { ok: true, path: installed }
}

function onPath(name: string): string | null {
  // Servers are in sbin, which ordinary users do not search.
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function install(debianPackage: string): void {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  execFileSync('apt-get', ['update'], options)
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], options)
}

/** Debian starts what it installs, unless this file says that nothing may be started. */
function withoutServices(work: () => void): void {
  const isOurs = !existsSync(POLICY)
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    work()
  } finally {
    if (isOurs) rmSync(POLICY)
  }
}
