import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { waitUntil } from '#server/processes'
import { projectRoot } from '#server/project-root'
import { testFolder } from '#test/postgres'

/** Why Prometheus' own programs cannot be asked; null when they can. `apt-get install prometheus` brings both. */
export const withoutPrometheus = ['prometheus', 'promtool'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
)
  ? null
  : 'prometheus and promtool are not installed'

/** @returns what promtool says; throws when it finds fault */
export function promtool(args: readonly string[], input?: string): string {
  const options = {
    encoding: 'utf8',
    cwd: join(projectRoot, 'deploy/prometheus'),
    ...(input === undefined ? {} : { input }),
  } as const
  const { status, stdout, stderr } = spawnSync('promtool', [...args], options)
  if (status !== 0) throw new Error(`${stdout}${stderr}`)
  return stdout + stderr
}

export type Prometheus = {
  /** The instant vector that an expression gives now: labels and value of each. */
  query(expression: string): Promise<{ metric: Record<string, string>; value: number }[]>
  rules(): Promise<{ name: string; health: string }[]>
  stop(): Promise<void>
}

/** A real Prometheus with our rules that scrapes one server every second, by our configuration. */
export async function startPrometheus(target: string, token: string): Promise<Prometheus> {
  const folder = testFolder('prometheus')
  const port = await freePort()
  copyFileSync(join(projectRoot, 'deploy/prometheus/alerts.yaml'), join(folder, 'alerts.yaml'))
  writeFileSync(join(folder, 'token'), token)
  writeFileSync(join(folder, 'prometheus.yaml'), configurationFor(target))
  const child = spawn(
    'prometheus',
    ['--config.file=prometheus.yaml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`],
    { cwd: folder, stdio: 'ignore' },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const read = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    const { status, data, error } = JSON.parse(await answer.text())
    if (status !== 'success') throw new Error(`${path}: ${error}`)
    return data
  }
  await waitUntil(
    () =>
      read('/api/v1/rules').then(
        () => true,
        () => false,
      ),
    20_000,
    100,
  )
  return {
    async query(expression) {
      const { result } = await read(`/api/v1/query?query=${encodeURIComponent(expression)}`)
      return result.map(({ metric, value }: { metric: Record<string, string>; value: [number, string] }) => ({
        metric,
        value: Number(value[1]),
      }))
    },
    rules: async () => (await read('/api/v1/rules')).groups.flatMap(({ rules }: { rules: unknown[] }) => rules),
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configurationFor(target: string): string {
  return JSON.stringify({
    global: { evaluation_interval: '1s' },
    rule_files: ['alerts.yaml'],
    scrape_configs: [
      {
        job_name: 'gatelist',
        scrape_interval: '1s',
        scrape_timeout: '1s',
        authorization: { credentials_file: 'token' },
        static_configs: [{ targets: [target] }],
      },
    ],
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
