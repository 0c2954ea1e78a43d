import { CALLERS, type FaultMaker } from '../fault.ts'

const PRELOAD = new URL('./shift-clock.mjs', import.meta.url).href
/** The process tells what its clock says once, as it starts. */
const TOLD_WITHIN_MS = 600_000

/** The clock of one process is wrong by so much; negative: it is behind. */
export function wrongClock(offMs: number): FaultMaker {
  return async () => {
    let secondsOff = 0
    return {
      environments: [{ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK_OFF_MS: String(offMs) }, {}],
      callers: [CALLERS, CALLERS],
      savesThrough: [0, 1],
      lastsMs: 0,
      async strike({ servers }) {
        const told = /It is (\S+) here/.exec(servers[0]?.output() ?? '')?.[1]
        const isOff = Math.abs(Date.parse(told ?? '') - Date.now() - offMs)
        secondsOff = isOff < TOLD_WITHIN_MS ? Math.abs(offMs) / 1000 : 0
      },
      evidence: () => ({ 'seconds off': secondsOff }),
      close: async () => undefined,
    }
  }
}
