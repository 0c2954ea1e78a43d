import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHaproxy, runNginx } from '#test/cluster/balancers'
import { changed, type Running, startProgram, withoutPrograms } from '#test/cluster/program'
import { testDatabase } from '#test/database'
import { freePort } from '#test/gateway/proxy'
import { send } from '#test/gateway/send'
import { type RunningServer, startServer } from '#test/servers'
import { blocksOf, isSettings } from './blocks.ts'

// Sets up what docs/operate/behind-a-proxy.md says, with the proxies themselves, and looks who is believed to call.

const blocks = blocksOf('docs/operate/behind-a-proxy.md')
const CALLER = '127.0.0.2'
const OTHER = '127.0.0.3'

function recipe(language: string): string {
  const found = blocks.filter((block) => block.language === language)
  if (found.length !== 1) throw new Error(`there are ${found.length} recipes for ${language}`)
  return found[0]?.code ?? ''
}

/** The variables that stand in the block with that line, for callers that are on this machine as the proxies are. */
function variablesWith(line: string): Record<string, string> {
  const settings = blocks.find((block) => isSettings(block) && block.code.split('\n').includes(line))
  if (settings === undefined) throw new Error(`nothing says ${line}`)
  const pairs = settings.code
    .trim()
    .split('\n')
    .map((one) => one.split('=') as [string, string])
  return Object.fromEntries(pairs.map(([name, value]) => [name, value.replace('loopback', '127.0.0.1')]))
}

const haproxyDefaults = 'defaults\nmode http\ntimeout client 10s\ntimeout server 10s\ntimeout connect 1s\n'

async function startNginx(to: number, header = '$remote_addr'): Promise<Running> {
  const port = await freePort()
  const text = changed(recipe('nginx'), { '127.0.0.1:3000': `127.0.0.1:${to}`, $remote_addr: header })
  return runNginx(port, `server {\nlisten 127.0.0.1:${port};\n${text}\n}`)
}

const startAppendingNginx = (to: number) => startNginx(to, '$proxy_add_x_forwarded_for')

async function startCaddy(to: number): Promise<Running> {
  const port = await freePort()
  const text = changed(recipe('caddy'), {
    '127.0.0.1:3000': `127.0.0.1:${to}`,
    'keys.example.com': `http://127.0.0.1:${port}`,
  })
  const files = () => ({ Caddyfile: `{\nadmin off\nauto_https off\n}\n${text}` })
  return startProgram({ name: 'caddy', port, files, arguments: (folder) => ['run', '--config', `${folder}/Caddyfile`] })
}

async function startHaproxy(to: number): Promise<Running> {
  const port = await freePort()
  const text = changed(recipe('haproxy'), {
    ':443 ssl crt /etc/haproxy/keys.pem': `127.0.0.1:${port}`,
    '127.0.0.1:3000': `127.0.0.1:${to}`,
  })
  return runHaproxy(port, haproxyDefaults + text)
}

/** What each is set up with: the proxies from the server outwards. */
const setUps = [
  { name: 'nginx', line: 'TRUSTED_PROXIES=loopback', chain: [startNginx], needs: ['nginx'] },
  { name: 'nginx that appends', line: 'TRUSTED_PROXIES=loopback', chain: [startAppendingNginx], needs: ['nginx'] },
  { name: 'Caddy', line: 'TRUSTED_PROXIES=loopback', chain: [startCaddy], needs: ['caddy'] },
  { name: 'HAProxy', line: 'TRUSTED_PROXIES=loopback', chain: [startHaproxy], needs: ['haproxy'] },
  { name: 'a counted hop', line: 'TRUSTED_PROXY_HOPS=1', chain: [startAppendingNginx], needs: ['nginx'] },
  {
    ...{ name: 'a balancer before nginx', line: 'TRUSTED_PROXIES=loopback, 10.0.0.0/24' },
    ...{ chain: [startAppendingNginx, startHaproxy], needs: ['nginx', 'haproxy'] },
  },
]

const forgeries: Record<string, string | readonly string[]>[] = [
  {},
  { 'X-Forwarded-For': OTHER },
  { 'X-Forwarded-For': [OTHER, OTHER] },
  { 'x-forwarded-for': `${OTHER}, ${OTHER}` },
  { X_Forwarded_For: OTHER },
  { Forwarded: `for=${OTHER}`, 'X-Real-IP': OTHER, 'CF-Connecting-IP': OTHER, 'True-Client-IP': OTHER },
  { Connection: 'close, X-Forwarded-For' },
]

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

describe.each(setUps)('as the page sets up $name', ({ line, chain, needs }) => {
  const why = withoutPrograms(...needs)
  const proxies: Running[] = []
  let server: RunningServer
  beforeAll(async () => {
    if (why !== '') return
    const own = { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1' }
    server = await startServer({ env: { ...own, ...variablesWith(line) } })
    for (const start of chain) proxies.unshift(await start(proxies[0]?.port ?? Number(new URL(server.url).port)))
  })
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()))
    await server?.stop()
  })

  it.skipIf(why !== '').each(forgeries)(`a caller that sends %o is who it is${why}`, async (headers) => {
    const all = { Accept: 'text/plain', ...headers }
    const { text } = await send(proxies[0]?.port ?? 0, { path: '/v1/ip', from: CALLER, headers: all })
    expect(text.trim()).toBe(CALLER)
  })
})
