import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { freePort } from '#test/gateway/proxy'
import { changed, type Running, shippedWith, startProgram } from './program.ts'

/** How often HAProxy looks in a test, instead of every second. */
export const LOOK_MS = 200

/** The ports of two Gatelist processes. */
export type Pair = readonly [one: number, two: number]

/** `sendsTo`: whether calls go to that server of the configuration. */
export type Balancer = Running & { sendsTo(server: 'one' | 'two'): Promise<boolean> }

/** HAProxy with its shipped configuration, in front of two processes. */
export async function startHaproxy([one, two]: Pair): Promise<Balancer> {
  const [port, statistics] = [await freePort(), await freePort()]
  const text = shippedWith('haproxy.cfg', {
    '127.0.0.1:8080': `127.0.0.1:${port}`,
    '127.0.0.1:3000': `127.0.0.1:${one}`,
    '127.0.0.1:3001': `127.0.0.1:${two}`,
    'inter 1s': `inter ${LOOK_MS}ms`,
  })
  const told = `\nlisten statistics\n    bind 127.0.0.1:${statistics}\n    stats enable\n    stats uri /\n`
  const sendsTo: Balancer['sendsTo'] = async (server) => {
    const table = await (await fetch(`http://127.0.0.1:${statistics}/;csv`)).text()
    return table.split('\n').some((line) => line.startsWith(`gatelist,${server},`) && line.split(',')[17] === 'UP')
  }
  return { ...(await runHaproxy(port, text + told)), sendsTo }
}

/** HAProxy with its shipped configuration, in front of two PostgreSQL servers. */
export async function startDatabaseHaproxy([one, two]: Pair): Promise<Running> {
  const port = await freePort()
  const text = shippedWith('postgresql.cfg', {
    '127.0.0.1:5433': `127.0.0.1:${port}`,
    '127.0.0.1:5432': `127.0.0.1:${one}`,
    '127.0.0.1:5434': `127.0.0.1:${two}`,
    'inter 1s': `inter ${LOOK_MS}ms`,
  })
  return runHaproxy(port, text)
}

/** HAProxy with a whole configuration, which listens on that port. */
export function runHaproxy(port: number, text: string): Promise<Running> {
  const files = () => ({ 'haproxy.cfg': text })
  return startProgram({ name: 'haproxy', port, files, arguments: (folder) => ['-db', '-f', `${folder}/haproxy.cfg`] })
}

/** nginx with the configuration of docs/operate/high-availability.md, in front of two processes. */
export async function startNginx([one, two]: Pair): Promise<Running> {
  const port = await freePort()
  const page = readFileSync(join(projectRoot, 'docs/operate/high-availability.md'), 'utf8')
  const shipped = /```nginx\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const text = changed(shipped, {
    'listen 8080;': `listen 127.0.0.1:${port};`,
    '127.0.0.1:3000': `127.0.0.1:${one}`,
    '127.0.0.1:3001': `127.0.0.1:${two}`,
  })
  return runNginx(port, text)
}

/** nginx with what stands within `http`, which listens on that port. */
export function runNginx(port: number, text: string): Promise<Running> {
  return startProgram({
    ...{ name: 'nginx', port, files: (folder) => ({ 'nginx.conf': wholeNginx(text, folder) }) },
    arguments: (folder) => ['-e', 'stderr', '-c', `${folder}/nginx.conf`],
  })
}

const NGINX_FOLDERS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

function wholeNginx(text: string, folder: string): string {
  const folders = NGINX_FOLDERS.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')
  const head = `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log stderr crit;\nevents {}`
  return `${head}\nhttp {\naccess_log off;\n${folders}\n${text}\n}\n`
}
