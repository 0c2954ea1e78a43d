import type { Action } from '#components/form/action'
import { AddressText } from '#components/keys/address-text'
import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Time } from '#components/ui/time'
import type { AlertRow } from '#lib/alerts/views'
import { alertWords, kindWords } from '#lib/alerts/words'
import { AlertActions, type MuteScope } from './alert-actions.tsx'
import { KindIcon } from './kind-icon.tsx'
import { type MuteRights, muteChoices } from './mute-choices.ts'

export type AlertItemProps = {
  alert: AlertRow
  may: MuteRights
  now: Date
  /** Null for who only looks. */
  markRead: Action<{ alertId: string }> | null
  mute: Action<MuteScope>
}

/** More than these are folded away. */
const ITEMS_IN_SENTENCE = 3

export function AlertItem({ alert, may, now, markRead, mute }: AlertItemProps) {
  const { id, kind, happening, readAt, subjectExists } = alert
  const words = happening === null ? null : alertWords(happening)
  const title = words?.title ?? kindWords[kind].label
  const isUnread = readAt === null
  return (
    <li className="relative flex gap-3.5 px-5 py-4 sm:px-6">
      {isUnread && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.75 bg-accent" />}
      <KindIcon kind={kind} />
      <article aria-labelledby={`alert-${id}`} className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 id={`alert-${id}`} className={isUnread ? 'font-semibold' : 'font-medium'}>
            {title}
          </h3>
          {isUnread && <Badge tone="accent">New</Badge>}
          <span className="text-muted text-xs">{kindWords[kind].label}</span>
        </div>
        {words && <p className="mt-0.5 max-w-3xl break-words">{words.sentence}</p>}
        {happening && <Items items={happening.detail.items} more={happening.detail.more} />}
        <Times alert={alert} now={now} />
        <div className="mt-2.5 flex flex-wrap items-center gap-1.5">
          {words && subjectExists && (
            <ButtonLink href={words.link.path} size="small" aria-describedby={`alert-${id}`}>
              {words.link.label}
            </ButtonLink>
          )}
          <AlertActions alertId={id} {...{ title, isUnread, markRead, mute }} mutes={muteChoices(alert, may)} />
        </div>
      </article>
    </li>
  )
}

function Items({ items, more }: { items: readonly string[]; more: boolean }) {
  if (items.length <= ITEMS_IN_SENTENCE) return null
  return (
    <details className="mt-1.5">
      <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
        {more ? `The first ${items.length} addresses` : `All ${items.length} addresses`}
      </summary>
      <ul className="mt-1.5 grid gap-x-6 gap-y-0.5 sm:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]">
        {items.map((item) => (
          <li key={item} className="figures min-w-0 break-all">
            <AddressText address={item} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Times({ alert: { count, firstAt, lastAt, readAt, readBy }, now }: { alert: AlertRow; now: Date }) {
  return (
    <p className="mt-1 text-muted text-xs">
      <Time instant={lastAt} now={now} />
      {count > 1 && (
        <>
          {' · '}
          <span className="figures">{count.toLocaleString('en-US')} times</span> since{' '}
          <Time instant={firstAt} now={now} />
        </>
      )}
      {readAt !== null && readBy !== null && ` · read by ${readBy}`}
    </p>
  )
}
