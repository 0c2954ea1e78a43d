import { Section } from '#components/ui/card'
import { DescriptionList } from '#components/ui/description-list'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { KeyDetail } from '#lib/keys/views'
import { accessModeWords } from '#lib/keys/words'
import { paths } from '#lib/paths'

export type StaffKeyAccessProps = {
  detail: KeyDetail
  /** As people write it; null when no entry is in force. */
  widest: string | null
}

/** From where a key works now, in a few lines. */
export function StaffKeyAccess({ detail, widest }: StaffKeyAccessProps) {
  const { accessMode, bypass, ceiling } = detail
  return (
    <Section title="Access">
      <DescriptionList
        className="-my-3"
        items={[
          { term: 'Mode', details: accessModeWords[accessMode] },
          { term: 'Admits', details: <span className="figures">{admitsWords(detail)}</span> },
          {
            term: 'Widest entry',
            details:
              widest === null ? (
                <span className="text-muted">None in force</span>
              ) : (
                <TextLink href={paths.staffLookup({ q: widest })} className="address">
                  {widest}
                </TextLink>
              ),
          },
          { term: 'Ceiling', details: <span className="figures">{ceilingWords(ceiling)}</span> },
          ...(bypass === null
            ? []
            : [
                {
                  term: 'Bypass',
                  details: (
                    <>
                      Any address until <Time instant={bypass.until} show="time" />, opened by {bypass.by}: “
                      {bypass.reason}”
                    </>
                  ),
                },
              ]),
        ]}
      />
    </Section>
  )
}

/** A list that refuses nobody admits everybody, whatever stands in it. */
function admitsWords({ accessMode, effectiveCount, lists, entryCount }: KeyDetail): string {
  const inForce = entryCount + lists.reduce((sum, list) => sum + list.entryCount, 0)
  const listed = `${effectiveCount} through ${inForce.toLocaleString('en-US')} ${inForce === 1 ? 'entry' : 'entries'} in force`
  if (accessMode === 'enforce') return listed
  return accessMode === 'open'
    ? `Any address; its list would admit ${listed}`
    : `Any address; ${listed} would pass without a report`
}

function ceilingWords(ceiling: KeyDetail['ceiling']): string {
  if (ceiling === null || ceiling.accessMode === 'open') return 'None'
  const what = ceiling.accessMode === 'enforce' ? 'Enforced' : 'Only reported'
  return `${what}: ${ceiling.addressCount}`
}
