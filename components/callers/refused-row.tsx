import { ButtonLink } from '#components/ui/button-link'
import { Cell, Row } from '#components/ui/table'
import type { AdmitsNow } from '#lib/keys/admits-now'
import { refusalWords, standingWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import type { AllowedChoice } from '#lib/traffic/allowed-choice'
import type { RefusedGroup } from '#lib/traffic/refused-groups'
import { type AllowAction, AllowCaller } from './allow-caller.tsx'
import { CallsCell } from './calls-cell.tsx'
import { type IgnoreAction, IgnoreCaller } from './ignore-caller.tsx'
import { PlaceText } from './place-text.tsx'

/** What may be done about a refused caller; null for who may not. */
export type CallerActions = { allow: AllowAction | null; ignore: IgnoreAction; heed: IgnoreAction }

export type RefusedRowProps = {
  group: RefusedGroup
  /** What the key's lists say of it now; null when its address is unknown. */
  admits: AdmitsNow | null
  /** What of the list it is near. */
  near: string | null
  /** What can be put on the list for it; null when nothing of the kind would help. */
  choice: AllowedChoice | null
  subject: { id: string; name: string; onlyReports: boolean }
  actions: CallerActions | null
  now: Date
}

/** Refused calls from one place: why, how many, what the list says of it by now, and what to do about it. */
export function RefusedRow({ group, admits, near, choice, subject, actions, now }: RefusedRowProps) {
  return (
    <Row>
      <Cell className="min-w-40">
        <PlaceText group={group} />
      </Cell>
      <Cell className="min-w-56">
        <Reasons group={group} admits={admits} near={near} />
      </Cell>
      <CallsCell count={group.count} firstAt={group.firstAt} lastAt={group.lastAt} now={now} />
      {actions !== null && (
        <Cell>
          <div className="flex items-center justify-end gap-1 max-sm:w-full max-sm:justify-start">
            {actions.allow !== null && choice !== null && (
              <AllowCaller
                keyId={subject.id}
                keyName={subject.name}
                onlyReports={subject.onlyReports}
                choice={choice}
                action={actions.allow}
              />
            )}
            {actions.allow !== null && admits?.kind === 'resting' && (
              <ButtonLink size="small" href={paths.apiKeyAddresses(subject.id)}>
                See its entry
              </ButtonLink>
            )}
            {group.text !== null && (
              <IgnoreCaller
                keyId={subject.id}
                address={group.text}
                isIgnored={group.isIgnored}
                action={group.isIgnored ? actions.heed : actions.ignore}
              />
            )}
          </div>
        </Cell>
      )}
    </Row>
  )
}

const aboutList: ReadonlySet<string> = new Set(['ip_not_allowed', 'not_listed', 'bypassed', 'outside_ceiling'])

export function isAboutList(reason: string): boolean {
  return aboutList.has(reason)
}

function Reasons({ group: { reasons }, admits, near }: Pick<RefusedRowProps, 'group' | 'admits' | 'near'>) {
  const [latest, ...others] = reasons
  if (latest === undefined) return null
  const { title, explanation } = refusalWords(latest.reason)
  const byNow = isAboutList(latest.reason) && admits !== null ? sinceThen(admits) : null
  return (
    <div>
      {title}
      {near !== null && <span className="block text-muted text-xs">{near}</span>}
      <span className="block text-muted text-xs">{byNow ?? explanation}</span>
      {others.length > 0 && (
        <span className="block text-muted text-xs">Before: {others.map(otherWords).join(', ')}</span>
      )}
    </div>
  )
}

function otherWords({ reason, count }: RefusedGroup['reasons'][number]): string {
  return `${refusalWords(reason).title.toLowerCase()} (${count.toLocaleString('en-US')})`
}

/** What was refused may have been put right since. */
function sinceThen(admits: AdmitsNow): string | null {
  if (admits.kind === 'yes') return 'By now the key admits this address.'
  if (admits.kind === 'partly') return 'By now the key admits some addresses of this network.'
  if (admits.kind === 'outside_ceiling') return 'The list admits it; the ceiling of the workspace does not.'
  if (admits.kind === 'outside_reporting_ceiling') {
    return 'The list admits it; the ceiling of the workspace, which only reports, does not.'
  }
  if (admits.kind !== 'resting') return null
  const { text, standing } = admits.entry
  return `Its entry ${text} is ${standingWords[standing].toLowerCase()}, so it admits nobody.`
}
