import { Braces } from 'lucide-react'
import { Badge } from '#components/ui/badge'
import { buttonStyle } from '#components/ui/button-style'
import { CodeBlock } from '#components/ui/code-block'
import type { Reference } from '#lib/openapi/reference'
import { paths } from '#lib/paths'
import { Prose } from './prose.tsx'

type ReferenceIntroProps = { reference: Reference; origin: string }

/** What the API is, where it is, and its document for tools. */
export function ReferenceIntro({ reference: { title, version, description }, origin }: ReferenceIntroProps) {
  return (
    <div className="pb-10 xl:grid xl:grid-cols-[minmax(0,1fr)_minmax(0,27rem)] xl:items-start xl:gap-x-12 2xl:gap-x-16">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold text-3xl">
          {title}
          <Badge className="figures tracking-normal">Version {version}</Badge>
        </h1>
        {description !== null && <Prose text={description} className="mt-3 text-base text-muted" />}
        <p className="mt-5">
          <a href={paths.openApiDocument()} className={buttonStyle('secondary', 'medium')}>
            <Braces aria-hidden="true" />
            OpenAPI document
          </a>
        </p>
      </div>
      <CodeBlock label="Base URL" code={origin} className="mt-6 xl:mt-1" />
    </div>
  )
}
