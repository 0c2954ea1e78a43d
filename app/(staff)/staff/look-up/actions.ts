'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { PostedLookup } from '#components/lookup/lookup-form'
import { atField } from '#lib/action'
import { requireStaff } from '#lib/auth/staff-guards'
import { ok, refuse } from '#lib/errors'
import { lookUpCredential } from '#lib/lookup/credential'
import { readLookup } from '#lib/lookup/question'
import { paths } from '#lib/paths'
import { staffAction } from '#lib/staff-action'

const schema = z.object({ text: z.string().max(4096, 'This is too long for an address or a key.') })

/** An address is answered by its page; what may be a secret is answered here, so that it stands in no address. */
export const lookUp = staffAction(schema, 'read', async ({ text }, { staff }) => {
  const question = readLookup(text)
  switch (question.kind) {
    case 'blank':
      return atField(refuse('blank', 'Write an address, a network, a range, or a key.'), 'text')
    case 'problem':
      return atField(refuse('unreadable', question.message), 'text')
    case 'addresses':
      return ok({ kind: 'addresses' as const, text: question.asked.text })
    case 'credential':
      return ok({ kind: 'credential' as const, answer: await lookUpCredential(staff, text) })
  }
})

/** Before or without scripts: what is asked about an address then stands in an address, and nothing else does. */
export async function postLookUp(_before: PostedLookup | null, form: FormData): Promise<PostedLookup> {
  await requireStaff()
  const text = String(form.get('text') ?? '')
  const result = await lookUp({ text })
  if (!result.ok) {
    const typed = readLookup(text).kind === 'problem' ? text : ''
    return { found: null, typed, problem: result.message }
  }
  if (result.value.kind === 'addresses') redirect(paths.staffLookup({ address: result.value.text }))
  return { found: result.value.answer, typed: '', problem: null }
}
