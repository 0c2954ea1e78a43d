import { isRecord } from './http/problem.ts'
import { shortName } from './keys/key-table.ts'
import type { View } from './output.ts'
import { printable } from './terminal/printable.ts'
import type { DryRunAnswer } from './wire.ts'

/** What a write would do, said by the server. */
export function dryRunView(answer: DryRunAnswer): View {
  const lines = ['Dry run: nothing was changed.', ...changeLines(answer), ...effectLines(answer)]
  return { value: answer, human: () => lines.map((line) => `${printable(line)}\n`).join(''), quiet: [] }
}

function changeLines({ changes }: DryRunAnswer): readonly string[] {
  const list = changes?.allowlist
  const marked = (mark: string, items: readonly unknown[] = []) => items.map((item) => `  ${mark} ${networkText(item)}`)
  return [
    ...(changes?.fields?.length ? [`Changed fields: ${changes.fields.join(', ')}`] : []),
    ...marked('+', list?.added),
    ...marked('-', list?.removed),
    ...marked('~', list?.changed),
    ...(list?.addresses_after === undefined
      ? []
      : [
          `Addresses: ${list.addresses_before ?? '?'} before, ${list.addresses_after} after ` +
            `(${list.addresses_gained ?? '?'} gained, ${list.addresses_lost ?? '?'} lost)`,
        ]),
  ]
}

function effectLines({ effect }: DryRunAnswer): readonly string[] {
  if (!effect) return []
  const [before, after] = [effect.access_mode_before, effect.access_mode_after].map((mode) =>
    shortName(mode, 'ACCESS_MODE_'),
  )
  return [
    ...(before === after ? [] : [`Access mode: ${before} before, ${after} after`]),
    ...(effect.opens_to_any ? ['Any address could use the key.'] : []),
    ...listed('Called lately and would be refused', effect.refused_callers),
    ...listed('Refused lately and would be let in', effect.admitted_refusals),
    ...listed('Called in the last hour: --confirm-lockout must name', atRisk(effect)),
  ]
}

function atRisk({ lockout_risk: risk }: NonNullable<DryRunAnswer['effect']>): readonly string[] {
  return [...new Set((risk?.callers ?? []).map(({ address }) => address ?? 'an unknown address'))]
}

function listed(title: string, addresses: readonly string[] = []): readonly string[] {
  return addresses.length === 0 ? [] : [`${title}: ${addresses.join(', ')}`]
}

/** An entry of the list, or the text of one. */
function networkText(item: unknown): string {
  if (!isRecord(item)) return String(item)
  return String(item.cidr ?? item.network ?? JSON.stringify(item))
}
