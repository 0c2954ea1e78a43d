import { VersionDiff } from '#components/allowlists/history/version-diff'
import { CopyButton } from '#components/ui/copy-button'
import { DescriptionList } from '#components/ui/description-list'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { FieldChange } from '#lib/audit/field-changes'
import type { TrailDetail as Detail } from '#lib/audit/trail-detail'
import { accessModeWords } from '#lib/keys/words'
import { ceilingAccessWords } from '#lib/lists/words'
import { paths } from '#lib/paths'

export type TrailDetailProps = { detail: Detail; now: Date }

/** All that one event tells: what it changed of a list, what else, and where it stands in the chain. */
export function TrailDetail({ detail, now }: TrailDetailProps) {
  const { event, list, fields } = detail
  const modeWords = event.action.startsWith('ceiling.') ? ceilingAccessWords : accessModeWords
  return (
    <section aria-label={`Event ${event.id}`} className="grid gap-x-8 gap-y-5 lg:grid-cols-[1fr_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {list && (
          <div>
            <h2 className="mb-2 font-medium">The list</h2>
            <VersionDiff diff={list.diff} modeWords={modeWords} now={now} />
            {!list.isWhole && (
              <p className="mt-2 text-muted text-xs">
                Told by this event alone: addresses that other entries admit as well are counted too.
              </p>
            )}
          </div>
        )}
        {fields.length > 0 && <Fields fields={fields} />}
        {list === null && fields.length === 0 && <p className="text-muted">Nothing more was recorded.</p>}
      </div>
      <Facts detail={detail} />
    </section>
  )
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  return (
    <div className="min-w-0">
      <h2 className="mb-2 font-medium">Recorded</h2>
      <dl className="divide-y divide-line">
        {fields.map(({ path, before, after }) => (
          <div key={path} className="grid gap-x-4 py-1.5 sm:grid-cols-[10rem_1fr]">
            <dt className="wrap-anywhere text-muted">{path}</dt>
            <dd className="wrap-anywhere min-w-0">
              {before !== null && <s className="text-muted">{before}</s>}
              {before !== null && after !== null && ' → '}
              {after}
              {after === null && <span className="text-muted"> (gone)</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Facts({ detail: { event, link } }: { detail: Detail }) {
  const { id, at, action, requestId, subject, actorId, who, address } = event
  const items = [
    { term: 'Event', details: <span className="figures">{id}</span> },
    { term: 'Time', details: <Time instant={at} show="time" /> },
    { term: 'Action', details: <code className="text-xs">{action}</code> },
    ...(requestId === null
      ? []
      : [{ term: 'Request', details: <code className="wrap-anywhere text-xs">{requestId}</code> }]),
    {
      term: 'In the chain',
      details:
        link === null ? (
          <span className="text-danger-ink">It has no place</span>
        ) : (
          <span className="flex items-center gap-1">
            <span className="figures">{Number(link.position).toLocaleString('en-US')}</span>
            <CopyButton text={`${link.position}:${link.hash}`} label="Copy position and hash" iconOnly size="small" />
          </span>
        ),
    },
    {
      term: 'More of',
      details: (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {subject && <TextLink href={paths.staffAudit({ key: subject.id })}>what it is about</TextLink>}
          <TextLink href={paths.staffAudit({ actor: actorId ?? who })}>who did it</TextLink>
          {address && <TextLink href={paths.staffAudit({ address })}>this address</TextLink>}
          <TextLink href={paths.staffAudit({ action })}>this kind</TextLink>
        </span>
      ),
    },
  ]
  return <DescriptionList items={items} className="min-w-0 self-start rounded-lg border border-line bg-surface px-4" />
}
