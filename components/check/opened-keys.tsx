import { KeyRound } from 'lucide-react'
import { KeyStatusBadge } from '#components/keys/key-status'
import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Card, CardFooter } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Tabs } from '#components/ui/tabs'
import { TextLink } from '#components/ui/text-link'
import type { Admission, AdmittingEntry, AdmittingKey, Reach } from '#lib/keys/admitting-keys'
import type { OpenedPage } from '#lib/keys/check-queries'
import type { Subject } from '#lib/keys/check-question'
import { paths } from '#lib/paths'

export type OpenedKeysProps = { subject: Subject; opened: OpenedPage }

/** Which keys of the workspace an address or a network opens, and by what. */
export function OpenedKeys({ subject, opened: { admission, reach, keys, page, pages } }: OpenedKeysProps) {
  const href = (group: Reach, at = 1) =>
    paths.checkAddress({ address: subject.text, group, ...(at === 1 ? {} : { page: String(at) }) })
  return (
    <section aria-label={`Keys that ${subject.text} opens`} className="flex flex-col gap-4">
      <CeilingNote subject={subject} ceiling={admission.ceiling} />
      <Tabs
        label="Keys"
        tabs={tabsOf(subject, { admission, reach }).map((tab) => ({ ...tab, href: href(tab.group) }))}
      />
      <Card>
        {keys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={emptyWords[reach]} description={`Asked about ${subject.text}.`} />
        ) : (
          <KeysOf subject={subject} reach={reach} keys={keys} />
        )}
        {pages > 1 && <Pages page={page} pages={pages} href={(at) => href(reach, at)} />}
      </Card>
    </section>
  )
}

const emptyWords = {
  all: 'It opens no key',
  part: 'It opens no key in part',
  closed: 'It opens every key of the workspace',
} satisfies Record<Reach, string>

type Shown = { admission: Admission; reach: Reach }

/** One address is let through or not; only networks are let through in part. */
function tabsOf({ kind }: Subject, { admission: { counts }, reach }: Shown) {
  const tab = (group: Reach, label: string) => ({
    group,
    label: `${label} (${counts[group].toLocaleString('en-US')})`,
    current: reach === group,
  })
  return [
    tab('all', kind === 'address' ? 'Opens' : 'All of it opens'),
    ...(kind === 'address' ? [] : [tab('part', 'Part of it opens')]),
    tab('closed', 'Does not open'),
  ]
}

function CeilingNote({ subject, ceiling }: { subject: Subject; ceiling: Admission['ceiling'] }) {
  if (ceiling === null || ceiling === 'all') return null
  return (
    <Callout
      tone="warning"
      title={ceiling === 'none' ? 'Outside the workspace’s ceiling' : 'Partly outside the ceiling'}
    >
      The ceiling admits {ceiling === 'none' ? 'no part' : 'a part only'} of{' '}
      <span className="address">{subject.text}</span>, whatever keys say.{' '}
      <TextLink href={paths.ceiling()}>See the ceiling</TextLink>
    </Callout>
  )
}

function KeysOf({ subject, reach, keys }: { subject: Subject; reach: Reach; keys: readonly AdmittingKey[] }) {
  return (
    <Table label={reach === 'closed' ? 'Keys that it does not open' : 'Keys that it opens'} stack>
      <TableHead>
        <ColumnHeader>Key</ColumnHeader>
        <ColumnHeader>Status</ColumnHeader>
        <ColumnHeader>{reach === 'closed' ? 'Why not' : 'Through'}</ColumnHeader>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <KeyRow key={key.id} subject={subject} found={key} reach={reach} />
        ))}
      </TableBody>
    </Table>
  )
}

function KeyRow({ subject, found, reach }: { subject: Subject; found: AdmittingKey; reach: Reach }) {
  const href =
    subject.kind === 'address' ? paths.checkAddress({ address: subject.text, key: found.id }) : paths.apiKey(found.id)
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <div className="min-w-0">
          <Link href={href} className="block truncate rounded-xs font-medium hover:underline" title={found.name}>
            {found.name}
          </Link>
          <span className="address text-muted text-xs">
            {found.displayPrefix}…{found.lastFour}
          </span>
        </div>
      </Cell>
      <Cell label="Status">
        <KeyStatusBadge times={found} now={found.now} />
      </Cell>
      <Cell label={reach === 'closed' ? 'Why not' : 'Through'} className="max-sm:text-right">
        <div className="min-w-0">{reach === 'closed' ? <WhyNot found={found} /> : <ThroughWords found={found} />}</div>
      </Cell>
    </Row>
  )
}

const throughWords = {
  open: 'Open to any address',
  bypass: 'A timed bypass',
  report: 'It only reports',
} as const

function ThroughWords({ found }: { found: AdmittingKey }) {
  const { through, entries, entryCount } = found
  if (through === null) return null
  if (through !== 'entries') return <Badge tone="warning">{throughWords[through]}</Badge>
  const more = entryCount - entries.length
  return (
    <ul>
      {entries.map((entry) => (
        <EntryLine key={entry.id} entry={entry} />
      ))}
      {more > 0 && <li className="figures text-muted">and {more.toLocaleString('en-US')} more</li>}
    </ul>
  )
}

function EntryLine({ entry: { network, note, list } }: { entry: AdmittingEntry }) {
  return (
    <li>
      <span className="address wrap-anywhere">{shortOf(network)}</span>
      {note !== null && <span className="wrap-anywhere text-muted"> {note}</span>}
      {list !== null && (
        <span className="text-muted">
          {' '}
          of <TextLink href={paths.namedList(list.id)}>{list.name}</TextLink>
        </span>
      )}
    </li>
  )
}

/** A single address goes without its prefix. */
function shortOf(network: string): string {
  return network.replace(network.includes(':') ? /\/128$/ : /\/32$/, '')
}

function WhyNot({ found: { status, wouldReach, accessMode } }: { found: AdmittingKey }) {
  if (status !== 'active') {
    const otherwise = { all: ', and would open otherwise', part: ', and would open in part otherwise', none: '' }
    return (
      <>
        The key is {status}
        {otherwise[wouldReach]}
      </>
    )
  }
  return accessMode === 'enforce' ? 'No entry within reach admits it' : 'Outside the ceiling'
}

function Pages({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }) {
  return (
    <CardFooter>
      <span className="figures">
        Page {page} of {pages}
      </span>
      <nav aria-label="Pages" className="flex gap-2">
        {page > 1 && (
          <ButtonLink size="small" href={href(page - 1)}>
            Previous
          </ButtonLink>
        )}
        {page < pages && (
          <ButtonLink size="small" href={href(page + 1)}>
            Next
          </ButtonLink>
        )}
      </nav>
    </CardFooter>
  )
}
