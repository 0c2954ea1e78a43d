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
import { type LookupState, type LookupTab, readLookupState } from '#lib/lookup/list-query'
import { countOpenKeys, lookUpOpenKeys } from '#lib/lookup/open-keys'
import { type AskedAddresses, readLookup } from '#lib/lookup/question'
import { lookUpSeen } from '#lib/lookup/seen'
import type { AdmittingPage, SeenPage } from '#lib/lookup/views'
import { paths } from '#lib/paths'
import { lookUp, postLookUp } from './actions.ts'

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
        post={postLookUp}
      >
        {asked !== null && <Answer state={state} asked={asked} />}
        {question.kind === 'blank' && <NothingAsked />}
      </LookupForm>
    </>
  )
}

function NothingAsked() {
  return (
    <Card>
      <EmptyState
        icon={<Search />}
        title="Nothing is asked yet"
        description="Write an address or a range to see every key that lets it in and every key that was called from there. A key’s secret finds its key, wherever it is."
      />
    </Card>
  )
}

type AnswerProps = { state: LookupState; asked: AskedAddresses }

async function Answer({ state, asked }: AnswerProps) {
  const [open, found] = await pageRead(Promise.all([countOpenKeys(), foundOf({ state, asked })]))
  const { isSingle, text } = asked
  const frame = { state: { ...state, address: text }, isSingle, open }
  const { items, previous, next } = found.page
  return (
    <LookupAnswer {...frame} shown={items.length} previous={previous} next={next}>
      {items.length === 0 ? <Nothing tab={state.tab} isEnd={next === null} /> : tableOf(found, isSingle)}
    </LookupAnswer>
  )
}

type Found = { tab: 'entries' | 'open'; page: AdmittingPage } | { tab: 'seen'; page: SeenPage }

function tableOf(found: Found, isSingle: boolean) {
  const now = new Date()
  if (found.tab === 'seen') return <SeenKeys seen={found.page.items} now={now} />
  return <AdmittingKeys keys={found.page.items} isSingle={isSingle} now={now} />
}

async function foundOf({ state, asked: { networks, isSingle } }: AnswerProps): Promise<Found> {
  const { tab, reach, ended, cursor } = state
  if (tab === 'seen') return { tab, page: await lookUpSeen(networks, cursor) }
  if (tab === 'open') return { tab, page: await lookUpOpenKeys({ networks, ended }, cursor) }
  return { tab, page: await lookUpAddress({ networks, reach: isSingle ? 'any' : reach, ended }, cursor) }
}

const nothingWords = {
  entries: ['No entry lets it in', 'Within the ceilings of workspaces and within policies, as calls are judged.'],
  open: ['No key is open to it', 'Within the ceilings of workspaces and within policies, as calls are judged.'],
  seen: ['No key was called from there', 'As long as callers are kept.'],
} as const satisfies Record<LookupTab, readonly [string, string]>

function Nothing({ tab, isEnd }: { tab: LookupTab; isEnd: boolean }) {
  const [title, description] = nothingWords[tab]
  if (!isEnd)
    return (
      <EmptyState icon={<SearchX />} title="None on this page" description="There may be more: go on with “Next”." />
    )
  return <EmptyState icon={<SearchX />} title={title} description={`${description} Look at the other tabs too.`} />
}
