import { ScanSearch } from 'lucide-react'
import type { Metadata } from 'next'
import { AllowButtons } from '#components/check/allow-buttons'
import { CheckForm } from '#components/check/check-form'
import { KeyVerdict } from '#components/check/key-verdict'
import { OpenedKeys } from '#components/check/opened-keys'
import { Callout } from '#components/ui/callout'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { TextLink } from '#components/ui/text-link'
import { inclusionOf } from '#lib/allowlists/explain-words'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import type { SignedIn } from '#lib/auth/signed-in'
import { displayNetwork } from '#lib/ip/network'
import type { AddressCheck } from '#lib/keys/check-address'
import { checkedKey, openedKeys } from '#lib/keys/check-queries'
import { type CheckQuery, checkQuerySchema, readSubject, type Subject } from '#lib/keys/check-question'
import { type KeyChoice, keyChoices } from '#lib/keys/key-choices'
import { isKeyId } from '#lib/keys/key-resource'
import { allowsIn, mayManage } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { addEntries, changeEntry } from '../[id]/(tabs)/addresses/actions.ts'
import { currentCaller } from '../visit.ts'

export const metadata: Metadata = { title: 'Check an address' }

type CheckPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CheckPage({ searchParams }: CheckPageProps) {
  const user = await requireUser()
  const query = checkQuerySchema.parse(await searchParams)
  const keyId = isKeyId(query.key) ? query.key : null
  const read = readSubject(query.address)
  const choices = await pageRead(keyChoices(user.workspaceId, keyId))
  return (
    <>
      <PageHeader
        title="Check an address"
        description="Would a call from there be let in, and by what? Ask about one key, or about every key of the workspace."
        breadcrumbs={[{ label: 'API Keys', href: paths.apiKeys() }]}
      />
      <CheckForm
        address={query.address}
        keyId={keyId ?? ''}
        problem={read.ok ? null : read.message}
        choices={choices.map((choice) => ({ value: choice.id, label: labelOf(choice) }))}
        currentAddress={currentCaller().currentAddress}
      />
      {read.ok && read.subject === null && <NothingAsked />}
      {read.ok && read.subject !== null && <Answer user={user} subject={read.subject} keyId={keyId} query={query} />}
    </>
  )
}

function labelOf({ name, displayPrefix, lastFour }: KeyChoice): string {
  return `${name} (${displayPrefix}…${lastFour})`
}

function NothingAsked() {
  return (
    <Card>
      <EmptyState
        icon={<ScanSearch />}
        title="Nothing is asked yet"
        description="Write an address to see which keys it opens, or choose one key to see by which entry it is let in, or what it misses. A network such as 203.0.113.0/24 is asked about as a whole."
      />
    </Card>
  )
}

type AnswerProps = { user: SignedIn; subject: Subject; keyId: string | null; query: CheckQuery }

async function Answer({ user, subject, keyId, query }: AnswerProps) {
  if (keyId === null) return <Reverse user={user} subject={subject} query={query} />
  if (subject.kind === 'network') return <OneAddressOnly text={subject.text} />
  const found = await pageRead(checkedKey(user.workspaceId, keyId, subject.address))
  if (found === null) {
    return (
      <Callout tone="warning" title="This key does not exist">
        It may have been deleted.{' '}
        <TextLink href={paths.checkAddress({ address: subject.text })}>Ask about every key</TextLink>
      </Callout>
    )
  }
  return (
    <KeyVerdict checked={found.key} address={subject.address} text={subject.text} explanation={found.explanation}>
      <Mend user={user} subject={subject} found={found} />
    </KeyVerdict>
  )
}

/** What one press could do about a refusal, for who may. The ceiling and a key's status are changed elsewhere. */
function Mend({
  user,
  subject,
  found,
}: {
  user: SignedIn
  subject: Subject & { kind: 'address' }
  found: AddressCheck
}) {
  const { key, explanation } = found
  const everyKey = <TextLink href={paths.checkAddress({ address: subject.text })}>Which keys does it open?</TextLink>
  const isMissing = explanation.byAddress === 'ip_not_allowed' || explanation.through?.kind === 'report'
  const mayEdit = mayManage(user, key) && allowsIn('edit', explanation.status)
  if (!isMissing || !mayEdit) return everyKey
  const { add, widen } = inclusionOf(explanation.miss, subject.address)
  const resting = explanation.resting
  const ownResting = resting?.place.kind === 'own' ? resting.entry : null
  return (
    <>
      <AllowButtons
        keyId={key.id}
        networks={[add, ...(widen === null ? [] : [displayNetwork(widen)])].filter(
          (text) => ownResting === null || text !== displayNetwork(ownResting.network),
        )}
        resting={ownResting === null ? null : { id: ownResting.id, text: displayNetwork(ownResting.network) }}
        actions={{ add: addEntries, change: changeEntry }}
      />
      {everyKey}
    </>
  )
}

function OneAddressOnly({ text }: { text: string }) {
  return (
    <Callout title="One key is asked about one address">
      Write a single address of <span className="address">{text}</span>, or{' '}
      <TextLink href={paths.checkAddress({ address: text })}>ask about every key</TextLink>: then all and part of a
      network are told apart.
    </Callout>
  )
}

async function Reverse({ user, subject, query }: Omit<AnswerProps, 'keyId'>) {
  const wanted = { reach: query.group, page: query.page }
  const opened = await pageRead(openedKeys(user.workspaceId, subject.network, wanted))
  return <OpenedKeys subject={subject} opened={opened} />
}
