import { ShieldCheck } from 'lucide-react'
import { RangeLinks } from '#components/charts/range-links'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import type { KeyDetail } from '#lib/keys/views'
import { refusalWords } from '#lib/keys/words'
import { paths, withQuery } from '#lib/paths'
import type { RefusedGroup } from '#lib/traffic/refused-groups'
import { rangeLabels, type TrafficRange } from '#lib/traffic/views'
import { ReasonFilter } from './reason-filter.tsx'
import { RefusedCallers } from './refused-callers.tsx'
import type { CallerActions } from './refused-row.tsx'

/** What the page's address says. */
export type RefusedFilters = { range: TrafficRange; reason: string | null }

/** What is looked at where the address says nothing. */
export const DEFAULT_RANGE: TrafficRange = '30d'

/** Reasons to filter by, the most likely first. */
export const refusalReasons = [
  'ip_not_allowed',
  'not_listed',
  'outside_ceiling',
  'open_too_long',
  'ip_unknown',
  'bypassed',
  'paused',
  'expired',
  'revoked',
] as const

export type RefusedSectionProps = {
  detail: KeyDetail
  groups: readonly RefusedGroup[]
  filters: RefusedFilters
  /** There are more than are shown. */
  isCut: boolean
  actions: CallerActions | null
}

/** From where and why calls were refused, so that the owner can see what the caller is not told, and put it right. */
export function RefusedSection({ detail, groups, filters, isCut, actions }: RefusedSectionProps) {
  const { id } = detail
  const shown = groups.filter((group) => !group.isIgnored)
  const ignored = groups.filter((group) => group.isIgnored)
  const hrefOf = (range: TrafficRange) =>
    withQuery(paths.apiKeyRefused(id), { range: inAddress(range), reason: filters.reason ?? undefined })
  return (
    <Section
      title="Refused calls"
      description="From where, why, and what the key’s list says of it by now. Callers are never told the list."
      actions={
        <>
          <ReasonFilter
            keyId={id}
            range={inAddress(filters.range)}
            reason={filters.reason}
            reasons={refusalReasons.map((reason) => ({ value: reason, label: refusalWords(reason).title }))}
          />
          <RangeLinks label="How far back" current={filters.range} hrefOf={hrefOf} />
        </>
      }
      footer={
        isCut ? 'There are more; the latest are shown. Choose a reason or a shorter time to see others.' : undefined
      }
      flush
    >
      {shown.length === 0 ? (
        <Nothing filters={filters} keyId={id} hasIgnored={ignored.length > 0} />
      ) : (
        <RefusedCallers label="Refused addresses" detail={detail} groups={shown} actions={actions} />
      )}
      {ignored.length > 0 && (
        <details className="border-line border-t">
          <summary className="cursor-pointer px-5 py-3 font-medium text-muted hover:text-ink sm:px-6">
            Show ignored ({ignored.length.toLocaleString('en-US')})
          </summary>
          <RefusedCallers label="Ignored addresses" detail={detail} groups={ignored} actions={actions} />
        </details>
      )}
    </Section>
  )
}

function inAddress(range: TrafficRange): TrafficRange | undefined {
  return range === DEFAULT_RANGE ? undefined : range
}

type NothingProps = { filters: RefusedFilters; keyId: string; hasIgnored: boolean }

function Nothing({ filters: { range, reason }, keyId, hasIgnored }: NothingProps) {
  const isNarrowed = reason !== null || range !== DEFAULT_RANGE
  return (
    <EmptyState
      icon={<ShieldCheck />}
      title={hasIgnored ? 'Nothing else was refused' : 'Nothing was refused'}
      description={`No ${hasIgnored ? 'other ' : ''}call with this key was refused in the last ${rangeLabels[range]}${
        reason === null ? '' : ` with “${refusalWords(reason).title}”`
      }.`}
      actions={
        isNarrowed && (
          <ButtonLink href={paths.apiKeyRefused(keyId)} scroll={false}>
            Show all refusals
          </ButtonLink>
        )
      }
      className="py-10! sm:py-12!"
    />
  )
}
