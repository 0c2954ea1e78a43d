import { Search, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AdmittingKeys } from '#components/lookup/admitting-keys'
import { LookupAnswer } from '#components/lookup/lookup-answer'
import { LookupForm } from '#components/lookup/lookup-form'
import { SeenKeys } from '#components/lookup/seen-keys'
import { SecretKeptOut } from '#components/staff-keys/secret-kept-out'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { lookUpAddress } from '#lib/lookup/address'
import { type LookupState, readLookupState } from '#lib/lookup/list-query'
import { countOpenKeys, lookUpOpenKeys } from '#lib/lookup/open-keys'
import { type AskedAddresses, readLookup } from '#lib/lookup/question'
import { lookUpSeen } from '#lib/lookup/seen'
import { paths } from '#lib/paths'
import { lookUp } from './actions.ts'

export const metadata: Metadata = { title: 'Look-up' }

type Query = Promise<Record<string, string | string[] | undefined>>

export default async function LookupPage({ searchParams }: { searchParams: Query }) {
  const { staffRole } = await requireStaff()
  const raw = await searchParams
  const state = readLookupState(raw)
  const question = readLookup(state.address)
  // What is no address may be a secret: it is not shown again, and leaves the address bar.
  if (question.kind === 'credential') redirect(paths.staffLookup({ secret: 'kept-out' }))
  const asked = question.kind === 'addresses' ? question.asked : null
  return (
    <>
      <PageHeader
        title="Look-up"
        description="Which keys does an address open, which was it seen with, and whose is a key that leaked?"
      />
      {raw.secret === 'kept-out' && <SecretKeptOut />}
      <LookupForm
        address={state.address}
        problem={question.kind === 'problem' ? question.message : null}
        mayAct={staffRole === 'staff'}
        now={new Date()}
        action={lookUp}
      />
      {asked !== null && <Answer state={state} asked={asked} />}
      {question.kind === 'blank' && (
        <Card>
          <EmptyState
            icon={<Search />}
            title="Nothing is asked yet"
            description="Write an address or a range to see every key that lets it in and every key that was called from there. A key’s secret finds its key, wherever it is."
          />
        </Card>
      )}
    </>
  )
}

type AnswerProps = { state: LookupState; asked: AskedAddresses }

async function Answer({ state, asked }: AnswerProps) {
  const { isSingle } = asked
  const [open, found] = await pageRead(Promise.all([countOpenKeys(), foundOf({ state, asked })]))
  const now = new Date()
  const frame = { state: { ...state, address: asked.text }, isSingle, open, next: found.next }
  if ('seen' in found) {
    return (
      <LookupAnswer {...frame} shown={found.seen.length}>
        {found.seen.length === 0 ? (
          <Nothing title="No key was called from there" />
        ) : (
          <SeenKeys seen={found.seen} now={now} />
        )}
      </LookupAnswer>
    )
  }
  return (
    <LookupAnswer {...frame} shown={found.keys.length}>
      {found.keys.length === 0 ? (
        <Nothing title={found.next === null ? 'It opens no key this way' : 'None on this page; go on with “Next”'} />
      ) : (
        <AdmittingKeys keys={found.keys} isSingle={isSingle} now={now} />
      )}
    </LookupAnswer>
  )
}

function foundOf({ state: { tab, reach, ended, after }, asked: { networks, isSingle } }: AnswerProps) {
  if (tab === 'seen') return lookUpSeen(networks, after)
  if (tab === 'open') return lookUpOpenKeys({ networks, ended }, after)
  return lookUpAddress({ networks, reach: isSingle ? 'any' : reach, ended }, after)
}

function Nothing({ title }: { title: string }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={title}
      description="Within the ceilings of workspaces and within policies, as calls are judged. Look at the other tabs too."
    />
  )
}
