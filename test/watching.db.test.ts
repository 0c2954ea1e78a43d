import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '#server/project-root'
import { makeTenant } from '#test/cluster/tenant'
import { promtool, startPrometheus, withoutPrometheus } from '#test/prometheus'
import { readScrape, type Scrape } from '#test/scrape'
import { type RunningServer, startServer } from '#test/servers'
import { cloneTemplate, dropDatabase, testServer } from '#test/template'
import { issueKey } from '../faults/admin.ts'

const TOKEN = 'only-for-tests-but-long-enough-for-one'
const database = `watching_${process.pid}`
const readFile = (path: string) => readFileSync(join(projectRoot, path), 'utf8')

type Rule = { alert: string; expr: string }
type Panel = { title: string; targets: { expr: string }[] }
const rules: Rule[] = parse(readFile('deploy/prometheus/alerts.yaml')).groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
)
const panels: Panel[] = JSON.parse(readFile('deploy/grafana/gatelist.json')).panels
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
]

let server: RunningServer
let secret: string
let text: string
let scrape: Scrape

beforeAll(async () => {
  const url = await cloneTemplate(testServer(), database)
  server = await startServer({ env: { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1', METRICS_TOKEN: TOKEN } })
  const { token } = await makeTenant(url)
  secret = (await issueKey({ url: server.url, token }, ['127.0.0.1'])).secret
  // What is only counted by route is there once a route was called.
  await (await fetch(`${server.url}/v1/ip`)).text()
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  text = await answer.text()
  scrape = readScrape(text)
})
afterAll(async () => {
  await server.stop()
  await dropDatabase(testServer(), database)
})

/** A call that is decided, by a key that exists, and one by none. */
async function callOnce(): Promise<void> {
  for (const credential of [secret, 'nobody'])
    await fetch(`${server.url}/v1/verify`, { method: 'POST', headers: { 'x-api-key': credential }, body: '{}' })
}

const withoutSuffix = (name: string) => name.replace(/_(bucket|sum|count)$/, '')
const ours = () => new Set(scrape.samples.map(({ name }) => name).filter((name) => name.startsWith('gatelist_')))

describe('what is asked of the metrics', () => {
  it.each(expressions)('exists in a scrape: %s', (_, expression) => {
    const asked = expression.matchAll(/\b((?:gatelist|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)
    const known = new Set(scrape.samples.map(({ name }) => name))
    let count = 0
    for (const [, name = '', matchers = ''] of asked) {
      count += 1
      expect(known).toContain(name)
      const labels = new Set(
        scrape.samples.filter((one) => one.name === name).flatMap((one) => Object.keys(one.labels)),
      )
      const named = [...matchers.matchAll(/(\w+)(?:=~|!=|=)/g)].map(([, label = '']) => label)
      // Prometheus itself adds the last one.
      for (const label of named.filter((one) => one !== 'instance')) expect(labels).toContain(label)
    }
    expect(count > 0 || expression.startsWith('up{')).toBe(true)
  })

  it('is told in the documentation, every metric and every alert, and nothing else', () => {
    const told = readFile('docs/operate/watching.md')
    const rows = [...told.matchAll(/^\| `(gatelist_\w+)`/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual([...new Set([...ours()].map(withoutSuffix))].sort())
    const alerts = [...told.matchAll(/^\| `(Gatelist\w+)`/gm)].map(([, name]) => name)
    expect(alerts).toEqual(rules.map(({ alert }) => alert))
  })
})

describe.skipIf(withoutPrometheus !== null)(
  `Prometheus itself${withoutPrometheus === null ? '' : ` (skipped: ${withoutPrometheus})`}`,
  () => {
    it('takes the rules and the configuration, and the rules fire on what they should', () => {
      expect(promtool(['check', 'rules', 'alerts.yaml'])).toContain(`${rules.length} rules found`)
      expect(promtool(['check', 'config', '--syntax-only', 'prometheus.yaml'])).toContain('SUCCESS')
      expect(promtool(['test', 'rules', 'alerts.test.yaml'])).toContain('SUCCESS')
    })

    it('finds no fault with the names and units of the metrics', () => {
      const own = text.split('\n\n').filter((block) => block.includes('gatelist_'))
      expect(promtool(['check', 'metrics'], `${own.join('\n')}\n`)).toBe('')
    })

    it('scrapes them, evaluates every rule, and draws every panel', async () => {
      const prometheus = await startPrometheus(new URL(server.url).host, TOKEN)
      const calling = setInterval(() => void callOnce().catch(() => undefined), 100)
      try {
        await expect.poll(() => prometheus.query('gatelist_ready'), { timeout: 20_000 }).toMatchObject([{ value: 1 }])
        expect(await prometheus.query('up{job="gatelist"}')).toMatchObject([{ value: 1 }])
        const isRated = async () => (await prometheus.query('rate(gatelist_decisions_total[30s])')).length > 0
        await expect.poll(isRated, { timeout: 10_000 }).toBe(true)
        for (const [name, expression] of expressions) {
          const asked = expression.replaceAll('$__rate_interval', '30s').replaceAll('$instance', '.*')
          const answer = await prometheus.query(asked).catch((error: Error) => error.message)
          expect([name, Array.isArray(answer)]).toEqual([name, true])
          // A rule that gives nothing is content; a panel that gives nothing is empty.
          const isDrawn = answer.length > 0 || rules.some(({ alert }) => alert === name)
          expect([expression, isDrawn]).toEqual([expression, true])
        }
        const evaluated = await prometheus.rules()
        expect(evaluated.map(({ health }) => health)).toEqual(rules.map(() => 'ok'))
        expect(await prometheus.query('ALERTS')).toEqual([])
      } finally {
        clearInterval(calling)
        await prometheus.stop()
      }
    })
  },
)
