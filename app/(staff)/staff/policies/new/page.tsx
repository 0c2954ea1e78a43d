import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Link } from '#components/ui/link'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { paths } from '#lib/paths'
import { findWorkspaces } from '#lib/policies/queries'

export const metadata: Metadata = { title: 'New policy' }

type Props = { searchParams: Promise<{ q?: string | string[] }> }

/** Chooses the workspace; the next page has the form. Works without scripts. */
export default async function NewStaffPolicyPage({ searchParams }: Props) {
  await requireStaff('act')
  const { q } = await searchParams
  const text = typeof q === 'string' ? q.trim().slice(0, 200) : ''
  const workspaces = await pageRead(findWorkspaces(text))
  return (
    <>
      <PageHeader
        title="New policy"
        description="For which workspace?"
        breadcrumbs={[{ label: 'Policies', href: paths.staffPolicies() }]}
      />
      <Section
        title="Workspaces"
        description={text === '' ? 'The first by name.' : 'Those whose name or owner holds this text.'}
      >
        <form action={paths.newStaffPolicy()} className="mb-4 flex flex-wrap items-end gap-3">
          <Field label="Name of the workspace, or its owner’s e-mail address" className="min-w-56 flex-1">
            <Input name="q" type="search" defaultValue={text} autoComplete="off" />
          </Field>
          <Button type="submit">
            <Search aria-hidden="true" />
            Search
          </Button>
        </form>
        {workspaces.length === 0 ? (
          <p className="text-muted">No workspace is like that.</p>
        ) : (
          <ul className="divide-y divide-line border-line border-y">
            {workspaces.map(({ id, name, owner }) => (
              <li key={id}>
                <Link
                  href={paths.staffPolicy(id)}
                  className="block break-words rounded-xs px-1 py-2.5 font-medium hover:underline"
                >
                  {name}
                  {owner !== null && <span className="block font-normal text-muted text-xs">{owner}</span>}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}
