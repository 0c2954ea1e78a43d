import type { NotedWidening } from '#lib/findings/note-widening'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { displayNetwork, type Network } from '#lib/ip/network'
import { firstItems } from './detail.ts'
import type { NewAlert } from './new-alert.ts'

export type Widening = {
  workspaceId: string
  subjectId: string
  subjectName: string
  subjectKind: 'key' | 'list' | 'ceiling'
  /** What is admitted now and was not before. */
  gained: readonly Network[]
  actorLabel: string
  opensToAny: boolean
  /** By the database's clock. */
  at: Date
}

/**
 * What is told of a list that admits more than before. A program that adds addresses all day long makes one alert an hour; opening to
 * any address is always one of its own.
 */
export function wideningAlert(widening: Widening): NewAlert {
  const { workspaceId, subjectId, gained, opensToAny, at } = widening
  const hour = at.toISOString().slice(0, 13)
  return {
    kind: 'list_widened',
    workspaceId,
    subjectId,
    fold: [subjectId, hour, ...(opensToAny ? ['any'] : [])].join(' '),
    at,
    detail: {
      subject: { kind: widening.subjectKind, id: subjectId, name: widening.subjectName },
      ...firstItems(gained.map(displayNetwork)),
      gained: formatCount(totalAddresses(gained)),
      by: widening.actorLabel,
      opensToAny,
    },
  }
}

/** As the staff keep it. */
export function notedWidening({ workspaceId, subjectId, at, gained, opensToAny, actorLabel }: Widening): NotedWidening {
  const amount = opensToAny ? '' : formatCount(totalAddresses(gained))
  return { workspaceId, subjectId, at, gained: amount, opensToAny, widenedBy: actorLabel }
}
