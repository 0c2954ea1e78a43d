import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BUILT, emailChecks, keepRecord, withBench } from './measure.ts'
import { load, withServer } from './processes.ts'
import { machine, writeBetween } from './report.ts'
import { BENCH_SECRET } from './scratch-database.ts'
import type { Seeded } from './seed.ts'
import { type Frame, type Sample, stageShares } from './stage-shares.ts'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10)
const CONNECTIONS = 50

/** Where the time of an allowed call of the gate goes: a CPU profile under load, summed up by stage. */
export async function benchStages(): Promise<void> {
  await withBench(['gate', 'profiled'], async ({ url, seeded, folder }) => {
    report(samplesOf(await profileUnderLoad({ url, seeded, file: join(folder, 'gate.cpuprofile') })))
  })
}

type Run = { url: string; seeded: Seeded; file: string }

async function profileUnderLoad({ url, seeded, file }: Run): Promise<Profile> {
  const env = {
    ...{ DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', GATE: 'validated', PROFILE_TO: file },
    NODE_OPTIONS: `--import ${resolve(BUILT, 'profiled.js')}`,
  }
  await withServer(`${BUILT}/gate.js`, env, async (port, pid) => {
    const plan = {
      port,
      path: '/gate',
      connections: CONNECTIONS,
      expectedStatus: 200,
      calls: emailChecks(seeded.admitting),
    }
    const warm = { ...plan, everyCallFirst: true, warmUpSeconds: 2, seconds: 1 }
    await load(`${BUILT}/load.js`, warm)
    const loading = load(`${BUILT}/load.js`, { ...plan, everyCallFirst: false, warmUpSeconds: 1, seconds: SECONDS })
    await sleep(1500)
    process.kill(pid, 'SIGUSR2')
    await loading
    process.kill(pid, 'SIGUSR2')
    await sleep(3000)
  })
  return JSON.parse(readFileSync(file, 'utf8')) as Profile
}

/** As V8 writes it: a tree of calls, and the node of each sample. */
type Profile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

function samplesOf(profile: Profile): Sample[] {
  const sourceOf = sources()
  const frames = new Map<number, Frame>()
  const callers = new Map<number, number>()
  for (const { id, callFrame, children = [] } of profile.nodes) {
    frames.set(id, { file: sourceOf(callFrame), name: callFrame.functionName })
    for (const child of children) callers.set(child, id)
  }
  return profile.samples.map((id, index) => {
    const stack: Frame[] = []
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const frame = frames.get(at)
      if (frame !== undefined) stack.unshift(frame)
    }
    return { stack, micros: profile.timeDeltas[index] ?? 0 }
  })
}

/** The file that a frame was written in: the server is one bundle with a source map. */
function sources(): (frame: Profile['nodes'][number]['callFrame']) => string {
  const map = new SourceMap(JSON.parse(readFileSync(`${BUILT}/gate.js.map`, 'utf8')))
  return ({ url, lineNumber, columnNumber }) => {
    if (!url.endsWith(`${BUILT}/gate.js`)) return url
    const entry = map.findEntry(lineNumber, columnNumber)
    return 'originalSource' in entry ? entry.originalSource : url
  }
}

function report(samples: readonly Sample[]): void {
  const shares = stageShares(samples)
  keepRecord('stages', { seconds: SECONDS, connections: CONNECTIONS, shares })
  const rows = [['stage', 'share'], ['---', '---:'], ...shares.map(({ stage, share }) => [stage, percent(share)])]
  const { cpu, node } = machine()
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const text = `${table}\n\nOf the time in which the process ran, ${SECONDS} s at ${CONNECTIONS} connections, every call allowed. ${cpu}; Node ${node}. Repeat with \`npm run bench -- stages\`.`
  writeBetween('docs/operate/speed.md', 'stages', text)
  console.log(text)
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`
