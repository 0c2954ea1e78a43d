'use server'

import { z } from 'zod'
import { atField } from '#lib/action'
import { ok, refuse } from '#lib/errors'
import { lookUpCredential } from '#lib/lookup/credential'
import { readLookup } from '#lib/lookup/question'
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
