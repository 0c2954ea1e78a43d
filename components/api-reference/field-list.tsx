import type { ReactNode } from 'react'
import type { Field, Shape, Variant } from '#lib/openapi/shape'
import { ObjectLink } from './object-link.tsx'
import { Code, Prose } from './prose.tsx'

/** A sender wants to know what it must send, a receiver what may be missing. */
export type Way = 'sent' | 'received'

type FieldListProps = { fields: readonly Field[]; way: Way }

/** Parameters, or the fields of an object with what is inside of them. Styled by their list alone: a page has hundreds. */
export function FieldList({ fields, way }: FieldListProps) {
  return (
    <ul className="field-list">
      {fields.map(({ name, required, shape }) => (
        <li key={name}>
          <p>
            <code>{name}</code>
            <span>
              <TypeWords shape={shape} />
            </span>
            {way === 'sent' && required && <em className="text-warning-ink">Required</em>}
            {way === 'received' && !required && <span>Optional</span>}
            {shape.deprecated && <em className="text-danger-ink">Deprecated</em>}
          </p>
          <ShapeDetails shape={shape} name={name} way={way} />
        </li>
      ))}
    </ul>
  )
}

/** The type, which leads to what is described elsewhere. */
function TypeWords({ shape: { type, objectId } }: { shape: Shape }) {
  return objectId === null ? type : <ObjectLink id={objectId}>{type}</ObjectLink>
}

type ShapeDetailsProps = { shape: Shape; name: string; way: Way }

/** All that is known of a value beside its type. */
export function ShapeDetails({ shape, name, way }: ShapeDetailsProps) {
  const { description, limits, pattern, values, defaultValue, example, objectId, fields, variants } = shape
  return (
    <>
      {description !== null && <Prose text={description} className="mt-1 text-muted" />}
      {values.length > 0 && <Values term={values.length === 1 ? 'Always' : 'One of'} values={values} />}
      {limits.length > 0 && <p className="field-limits">{limits.join(', ')}</p>}
      {pattern !== null && <Values term="Matches" values={[pattern]} />}
      {defaultValue !== null && <Values term="Default" values={[defaultValue]} />}
      {example !== null && fields.length === 0 && objectId === null && <Values term="Example" values={[example]} />}
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
    <p className="field-values">
      <span>{term}</span>
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
      {variants.map((variant) => (
        <VariantDetails key={`${variant.label} ${JSON.stringify(variant.shape.limits)}`} {...{ variant, name, way }} />
      ))}
    </div>
  )
}

type VariantDetailsProps = { variant: Variant; name: string; way: Way }

function VariantDetails({ variant: { label, shape }, name, way }: VariantDetailsProps) {
  if (shape.objectId !== null)
    return (
      <p className="field-inner px-2.5 py-1.5 text-xs">
        <ObjectLink id={shape.objectId}>{label}</ObjectLink>
      </p>
    )
  return (
    <Inner summary={label}>
      {shape.fields.length > 0 ? (
        <FieldList fields={shape.fields} way={way} />
      ) : (
        <div className="pt-1 pb-3">
          <ShapeDetails shape={shape} name={name} way={way} />
        </div>
      )}
    </Inner>
  )
}

type InnerProps = { summary: string; children: ReactNode }

/** Shut, so that the outer fields can be looked over; the browser opens it, without any script. */
function Inner({ summary, children }: InnerProps) {
  return (
    <details className="field-inner">
      <summary className="opening">{summary}</summary>
      <div>{children}</div>
    </details>
  )
}
