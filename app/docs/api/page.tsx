import type { Metadata } from 'next'
import { ApiReference } from '#components/api-reference/api-reference'
import { apiOrigin } from '../../(dashboard)/settings/api-keys/visit.ts'
import { apiReference } from '../reference.ts'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'Every operation of the API, with its fields, answers and a command to try.',
}

type Search = Promise<{ q?: string | string[] }>

/** Open to everybody: what the API can do is no secret, and it needs neither account nor database. */
export default async function ApiReferencePage({ searchParams }: { searchParams: Search }) {
  const { q } = await searchParams
  return <ApiReference reference={apiReference()} origin={await apiOrigin()} query={typeof q === 'string' ? q : ''} />
}
