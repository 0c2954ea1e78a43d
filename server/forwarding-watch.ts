import type { IncomingMessage } from 'node:http'
import type { Sights } from '#lib/doctor/sights'

export type ForwardingWatch = { noteCall(request: IncomingMessage): void; notePage(request: IncomingMessage): void }

/** A call of the API is worth a look this often: the set-up of a proxy shows in any of them. */
const EVERY = 16

/** Notes who sends forwarding headers that are not believed: of every page, and of some calls, counted as all of them. */
export function watchForwarding(sights: Sights): ForwardingWatch {
  let calls = 0
  return {
    noteCall(request) {
      calls = (calls + 1) % EVERY
      if (calls === 0) note(sights, request, EVERY)
    },
    notePage: (request) => note(sights, request, 1),
  }
}

function note(sights: Sights, { socket, rawHeaders }: IncomingMessage, weight: number): void {
  sights.note({ peer: socket.remoteAddress, rawHeaders }, weight)
}
