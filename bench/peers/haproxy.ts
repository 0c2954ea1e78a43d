import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer } from '#lib/api/answer'
import { problemAnswer } from '#lib/api/problem'
import type { Program } from '../processes.ts'
import { GATE_ANSWER } from '../servers/gate-answer.ts'
import { findProgram } from './debian.ts'
import type { ListedKey } from './listed-keys.ts'

/** HAProxy with two map files, from key to number and from number and network to "listed". */
export type Haproxy = {
  version: string
  program: Program
  /** Where its runtime commands go; its maps are changed there. */
  socket: string
  listsFile: string
  writeLists(keys: readonly ListedKey[]): void
}

/** How a network of a key is written in the map of lists. The key's number is its place in the list, from 1. */
export function listedName(keyNumber: number, network: string): string {
  const [address, prefix] = network.split('/')
  return `${keyNumber}|${prefix}|${address}`
}

/** Writes a configuration into a folder of its own. */
export function prepareHaproxy(parent: string): Haproxy | { problem: string } {
  const found = findProgram('haproxy', 'haproxy')
  if (!found.ok) return found
  const folder = join(parent, 'haproxy')
  mkdirSync(folder, { recursive: true })
  const [keysFile, listsFile, socket] = [join(folder, 'keys.map'), join(folder, 'lists.map'), join(folder, 'socket')]
  let prefixes: string[] = []
  const writeLists = (keys: readonly ListedKey[]) => {
    prefixes = [...new Set(keys.flatMap(({ networks }) => networks.map((network) => network.split('/')[1] ?? '')))]
    writeFileSync(keysFile, keys.map(({ secret }, index) => `${secret} ${index + 1}\n`).join(''))
    const listed = keys.flatMap(({ networks }, index) => networks.map((network) => listedName(index + 1, network)))
    writeFileSync(listsFile, listed.map((name) => `${name} 1\n`).join(''))
  }
  const command = (port: number) => {
    const file = join(folder, 'haproxy.cfg')
    writeFileSync(file, configuration({ port, keysFile, listsFile, socket, prefixes }))
    return [found.path, '-q', '-db', '-f', file]
  }
  const version = execFileSync(found.path, ['-v'], { encoding: 'utf8' }).split(' ')[2] ?? ''
  return { version, program: { command }, socket, listsFile, writeLists }
}

type Configured = { port: number; keysFile: string; listsFile: string; socket: string; prefixes: readonly string[] }

// A map of networks would be one for all keys. So the address is cut to each length of prefix that occurs, and looked up together
// with the key's number.
function configuration({ port, keysFile, listsFile, socket, prefixes }: Configured): string {
  const cut = prefixes.map((prefix) => `  http-request set-var(txn.net${prefix}) src,ipmask(${prefix})`)
  const listed = prefixes.map(
    (prefix) => `  acl listed var(txn.key),concat(|${prefix}|,txn.net${prefix}),map_str(${listsFile}) -m found`,
  )
  return `global
  nbthread 1
  maxconn 1000
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  timeout client 1h
  timeout server 1h
  timeout connect 5s
frontend gate
  bind 127.0.0.1:${port}
  option http-buffer-request
  http-request set-var(txn.key) http_auth_bearer,map_str(${keysFile})
${cut.join('\n')}
${listed.join('\n')}
  ${answered(problemAnswer('invalid_key'))} unless { var(txn.key) -m found }
  ${answered(GATE_ANSWER)} if listed
  ${answered(problemAnswer('ip_not_allowed'))}
`
}

function answered({ status, body }: Answer): string {
  const headers = 'hdr Cache-Control no-store hdr X-Content-Type-Options nosniff'
  return `http-request return status ${status} content-type application/json string '${body}' ${headers}`
}
