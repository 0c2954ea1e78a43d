import type { Fault, FaultMaker } from '../fault.ts'

/** Two faults at a time; callers and saves are as the first has them. */
export function together(one: FaultMaker, other: FaultMaker): FaultMaker {
  return async (databaseUrl) => {
    const [first, second] = await Promise.all([one(databaseUrl), other(databaseUrl)])
    const environments: Fault['environments'] = [
      { ...first.environments[0], ...second.environments[0] },
      { ...first.environments[1], ...second.environments[1] },
    ]
    return {
      ...first,
      environments,
      lastsMs: Math.max(first.lastsMs, second.lastsMs),
      strike: async (struck) => void (await Promise.all([first.strike(struck), second.strike(struck)])),
      evidence: (did) => ({ ...first.evidence(did), ...second.evidence(did) }),
      close: async () => void (await Promise.all([first.close(), second.close()])),
    }
  }
}
