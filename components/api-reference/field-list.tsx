import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import type { Field, Shape, Variant } from '#lib/openapi/shape'
import { Code, Prose } from './prose.tsx'

/** A sender wants to know what it must send, a receiver what may be missing. */
export type Way = 'sent' | 'received'

type FieldListProps = { fields: readonly Field[]; way: Way }

/** Parameters, or the fields of an object with what is inside of them. */
export function FieldList({ fields, way }: FieldListProps) {
  return (
    <ul className="divide-y divide-line">
      {fields.map((field) => (
        <li key={field.name} className="py-3.5 first:pt-3 last:pb-3">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <code className="break-words font-mono font-semibold text-[0.8125rem] text-ink [overflow-wrap:anywhere]">
              {field.name}
            </code>
            <span className="text-faint text-xs">{field.shape.type}</span>
            {way === 'sent' && field.required && <Note className="text-warning-ink">Required</Note>}
            {way === 'received' && !field.required && <Note className="font-normal text-faint">Optional</Note>}
            {field.shape.deprecated && <Note className="text-danger-ink">Deprecated</Note>}
          </p>
          <ShapeDetails shape={field.shape} name={field.name} way={way} />
        </li>
      ))}
    </ul>
  )
}

function Note({ children, className }: { children: ReactNode; className: string }) {
  return <span className={classNames('font-medium text-xs', className)}>{children}</span>
}

type ShapeDetailsProps = { shape: Shape; name: string; way: Way }

/** All that is known of a value beside its type. */
export function ShapeDetails({ shape, name, way }: ShapeDetailsProps) {
  const { description, limits, pattern, values, defaultValue, example, fields, variants } = shape
  return (
    <>
      {description !== null && <Prose text={description} className="mt-1 text-muted" />}
      {values.length > 0 && <Values term={values.length === 1 ? 'Always' : 'One of'} values={values} />}
      {limits.length > 0 && <p className="mt-1.5 text-faint text-xs first-letter:uppercase">{limits.join(', ')}</p>}
      {pattern !== null && <Values term="Matches" values={[pattern]} />}
      {defaultValue !== null && <Values term="Default" values={[defaultValue]} />}
      {example !== null && fields.length === 0 && <Values term="Example" values={[example]} />}
      {fields.length > 0 && (
        <Inner summary={`${fields.length === 1 ? '1 field' : `${fields.length} fields`} of ${name}`}>
          <FieldList fields={fields} way={way} />
        </Inner>
      )}
      {variants.length > 0 && <Variants variants={variants} name={name} way={way} />}
    </>
  )
}

function Values({ term, values }: { term: string; values: readonly string[] }) {
  return (
    <p className="mt-1.5 flex flex-wrap items-baseline gap-x-1.5 gap-y-1 text-xs">
      <span className="text-faint">{term}</span>
      {values.map((value) => (
        <Code key={value}>{value}</Code>
      ))}
    </p>
  )
}

type VariantsProps = { variants: readonly Variant[]; name: string; way: Way }

export function Variants({ variants, name, way }: VariantsProps) {
  return (
    <div className="mt-2.5">
      <p className="text-faint text-xs">One of</p>
      {variants.map(({ label, shape }) => (
        <Inner key={label} summary={label}>
          {shape.fields.length > 0 ? (
            <FieldList fields={shape.fields} way={way} />
          ) : (
            <div className="pt-1 pb-3">
              <ShapeDetails shape={shape} name={name} way={way} />
            </div>
          )}
        </Inner>
      ))}
    </div>
  )
}

type InnerProps = { summary: string; children: ReactNode }

/** Shut, so that the outer fields can be looked over; the browser opens it, without any script. */
function Inner({ summary, children }: InnerProps) {
  return (
    <details className="group/inner mt-2.5 rounded-lg border border-line open:bg-canvas">
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded-lg px-2.5 py-1 font-medium text-muted text-xs transition-colors hover:bg-hover hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 transition-transform [details[open]>summary>&]:rotate-90"
        />
        <span className="min-w-0 break-words">{summary}</span>
      </summary>
      <div className="border-line border-t px-3.5">{children}</div>
    </details>
  )
}
