import { usage } from '../failure.ts'

export type FilterOptions = {
  readonly actor?: string
  readonly status?: string
  readonly name?: string
  readonly accessMode?: string
  readonly admits?: string
  readonly filter?: string
}

/** The filter of a list: its terms joined by AND; undefined lists everything. */
export function filterOf(options: FilterOptions): string | undefined {
  const { actor, status, name, accessMode, admits, filter } = options
  const terms = [
    ...(actor === undefined ? [] : [`actor_id=${quoted(actor)}`]),
    ...(status === undefined ? [] : [`status=${statusOf(status)}`]),
    ...(name === undefined ? [] : [`name=${quoted(name)}`]),
    ...(accessMode === undefined ? [] : [`access_mode=${accessMode}`]),
    ...(admits === undefined ? [] : [`admits=${quoted(admits)}`]),
    ...(filter === undefined ? [] : [filter]),
  ]
  return terms.length === 0 ? undefined : terms.join(' AND ')
}

/** As people write it, or as the API does. */
function statusOf(text: string): string {
  const name = text.toUpperCase().replace(/^KEY_STATUS_/, '')
  if (!['ACTIVE', 'REVOKED', 'EXPIRED'].includes(name)) throw usage('--status is active, revoked or expired')
  return `KEY_STATUS_${name}`
}

/** Values are JSON strings. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
