import { Agent, request } from 'node:http'

/** One answer: when its call was sent and when it came, by this process's clock. */
export type Observed = { sentAt: number; answeredAt: number; status: number }

/** A caller who never stops. `broken`: calls whose connection was closed under them; they are made again. */
export type Hammer = { readonly observed: Observed[]; broken(): number; stop(): Promise<void> }

export type Hammered = { port: number; path: string; credential: string; connections: number }

/** Makes one call after the other on each connection, opening it anew whenever the server closes it. */
export function startHammer({ connections, ...target }: Hammered): Hammer {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const observed: Observed[] = []
  let broken = 0
  let stopped = false
  const lane = async () => {
    while (!stopped) {
      const sentAt = performance.now()
      const status = await callOnce(agent, target).catch(() => null)
      if (status === null) broken += 1
      else observed.push({ sentAt, answeredAt: performance.now(), status })
    }
  }
  const lanes = Promise.all(Array.from({ length: connections }, lane))
  return {
    observed,
    broken: () => broken,
    async stop() {
      stopped = true
      await lanes
      agent.destroy()
    },
  }
}

// Not an address of e-mail, which nobody has to be asked about.
const BODY = '{"email":"ada"}'

function callOnce(agent: Agent, { port, path, credential }: Omit<Hammered, 'connections'>): Promise<number> {
  const headers = {
    ...{ Authorization: `Bearer ${credential}`, 'Content-Type': 'application/json' },
    'Content-Length': Buffer.byteLength(BODY),
  }
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, port, host: '127.0.0.1', path, method: 'POST', headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', reject)
    })
    outgoing.once('error', reject)
    outgoing.end(BODY)
  })
}
