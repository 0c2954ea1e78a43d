import type { Shape } from '#lib/openapi/shape'
import { FieldList, ShapeDetails, Variants, type Way } from './field-list.tsx'
import { Prose } from './prose.tsx'

/** A whole body: its fields stand open. */
export function BodyFields({ shape, way }: { shape: Shape; way: Way }) {
  const { description, fields, variants } = shape
  if (shape.objectId !== null || (fields.length === 0 && variants.length === 0))
    return <ShapeDetails shape={shape} name="the body" way={way} />
  return (
    <>
      {description !== null && <Prose text={description} className="mt-1 text-muted" />}
      {fields.length > 0 && <FieldList fields={fields} way={way} />}
      {variants.length > 0 && <Variants variants={variants} name="the body" way={way} />}
    </>
  )
}
