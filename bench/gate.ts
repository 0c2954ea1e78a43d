import { BUILT, emailChecks, keepResults, measureSubjects, type Subject } from './measure.ts'
import { markdownTable, writeBetween } from './report.ts'

const CONNECTIONS = [50, 1]

const CEILING = 'bare `node:http`'
export const gateOn = (name: string, gate: string, connections: readonly number[] = CONNECTIONS): Subject => ({
  name,
  script: `${BUILT}/gate.js`,
  env: { GATE: gate },
  path: '/gate',
  calls: ({ admitting }) => emailChecks(admitting),
  expectedStatus: 200,
  connections,
})

const refused = {
  calls: ({ refusing }) => emailChecks(refusing),
  expectedStatus: 403,
  connections: CONNECTIONS,
} satisfies Partial<Subject>

const SUBJECTS: readonly Subject[] = [
  { name: CEILING, script: `${BUILT}/bare.js`, path: '/', ...refused },
  {
    name: '**Gatelist `/v1/verify`, refused**',
    script: 'dist/server.js',
    env: { GATELIST_WITHOUT_PAGES: '1' },
    path: '/v1/verify',
    ...refused,
  },
  gateOn('**Gatelist gate, allowed**', 'validated'),
  gateOn('same gate, unchecked cache', 'unchecked'),
  gateOn('same gate, prepared `pg` read per request', 'database'),
  { name: 'Next.js route handler that does nothing', script: `${BUILT}/next.js`, path: '/noop', ...refused },
]

/** Measures the gate beside its ceiling and the other ways to build it; writes the figures and the table of the README. */
export async function benchGate(): Promise<void> {
  const summaries = await measureSubjects(SUBJECTS, ['bare', 'gate', 'next'])
  const caption = `${keepResults('gate', summaries)} Repeat with \`npm run bench\`.`
  const table = markdownTable(summaries, CEILING)
  writeBetween('README.md', 'bench', `${table}\n\n${caption}`)
  console.log(`${table}\n\n${caption}`)
}
