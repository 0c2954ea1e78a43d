import type { UsedCredential } from '#lib/openapi/credentials'
import { paths } from '#lib/paths'
import { OverviewPart } from './overview-part.tsx'
import { Code, Line } from './prose.tsx'

/** How callers show who they are, and where. */
export function AuthenticationPart({ credentials }: { credentials: readonly UsedCredential[] }) {
  return (
    <OverviewPart id="authentication">
      <p className="max-w-2xl text-muted">
        Each operation says which credential it takes. A wrong or revoked one is answered like one that never was.
      </p>
      <dl className="mt-5 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
        {credentials.map((credential) => (
          <CredentialEntry key={credential.name} credential={credential} />
        ))}
      </dl>
    </OverviewPart>
  )
}

function CredentialEntry({ credential: { name, header, description, sections } }: { credential: UsedCredential }) {
  return (
    <div className="gap-x-6 px-5 py-4 xl:grid xl:grid-cols-[11rem_minmax(0,1fr)]">
      <dt className="font-medium first-letter:uppercase">{name}</dt>
      <dd className="mt-1 min-w-0 xl:mt-0">
        {header !== null && <Code>{`${header.name}: ${header.value}`}</Code>}
        {description !== null && (
          <p className="mt-1.5 text-muted">
            <Line text={description} />
          </p>
        )}
        <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1 text-xs">
          <span className="text-faint">For</span>
          {sections.map(({ slug, title }) => (
            <a key={slug} href={paths.apiSection(slug)} className="object-link">
              {title}
            </a>
          ))}
        </p>
      </dd>
    </div>
  )
}
