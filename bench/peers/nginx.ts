import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Answer } from '#lib/api/answer'
import { problemAnswer } from '#lib/api/problem'
import type { Program } from '../processes.ts'
import { GATE_ANSWER } from '../servers/gate-answer.ts'
import { findProgram } from './debian.ts'
import type { ListedKey } from './listed-keys.ts'

/** nginx with a map from key to number and a location of that number, which has the key's `allow` lines. */
export type Nginx = {
  version: string
  program: Program
  writeLists(keys: readonly ListedKey[]): void
  /** Has what was written read again; needs a master. Resolves when nginx's own command for it returns. */
  reload(): Promise<void>
}

/**
 * Writes a configuration into a folder of its own. `processes`: one that does everything, as fast as it can be, or also a master,
 * without which there is no reload.
 */
export function prepareNginx(parent: string, processes: 'worker' | 'master'): Nginx | { problem: string } {
  const found = findProgram('nginx', 'nginx-light')
  if (!found.ok) return found
  const folder = join(parent, `nginx-${processes}`)
  mkdirSync(folder)
  const writeLists = (keys: readonly ListedKey[]) => {
    writeFileSync(
      join(folder, 'keys.conf'),
      keys.map(({ secret }, index) => `"Bearer ${secret}" ${index + 1};\n`).join(''),
    )
    writeFileSync(join(folder, 'lists.conf'), keys.map(locationOf).join(''))
  }
  const options = ['-p', `${folder}/`, '-c', 'nginx.conf', '-e', 'stderr']
  const command = (port: number) => {
    writeFileSync(join(folder, 'nginx.conf'), configuration(port, processes))
    return [found.path, ...options]
  }
  const reload = async () => void (await promisify(execFile)(found.path, [...options, '-s', 'reload']))
  return { version: versionOf(found.path), program: { command }, writeLists, reload }
}

function versionOf(path: string): string {
  return execFileSync('sh', ['-c', '"$0" -v 2>&1', path], { encoding: 'utf8' }).trim().split('/')[1] ?? ''
}

function locationOf({ networks }: ListedKey, index: number): string {
  const allowed = networks.map((network) => `allow ${network};`).join(' ')
  return `location = /${index + 1} { ${allowed} deny all; try_files /none @allowed; }\n`
}

// `return` would come before the lists are looked at, so a key that may pass is sent on by `try_files`, which comes after; that
// there is no such file is remembered. Logs are off, as everywhere in this comparison.
function configuration(port: number, processes: 'worker' | 'master'): string {
  return `daemon off;
master_process ${processes === 'master' ? 'on' : 'off'};
worker_processes 1;
pid nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  error_log stderr crit;
  default_type application/json;
  root /nowhere;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  open_file_cache_errors on;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  map_hash_max_size 131072;
  map_hash_bucket_size 256;
  map $http_authorization $key { default 0; include keys.conf; }
  server {
    listen 127.0.0.1:${port};
    add_header Cache-Control no-store always;
    add_header X-Content-Type-Options nosniff always;
    error_page 403 @refused;
    rewrite ^ /$key;
    location = /0 { ${answered(problemAnswer('invalid_key'))} }
    location @allowed { ${answered(GATE_ANSWER)} }
    location @refused { ${answered(problemAnswer('ip_not_allowed'))} }
    include lists.conf;
  }
}
`
}

function answered({ status, body }: Answer): string {
  return `return ${status} '${body}';`
}
