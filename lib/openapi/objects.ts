import type { OpenApiDocument } from './document.ts'
import type { Operation } from './operation.ts'
import { innerShapes, type Shape, shapeOf } from './shape.ts'
import { slug } from './slug.ts'

/** An object that several places hold. It is described once, and they link to it. */
export type ReferenceObject = {
  readonly id: string
  readonly name: string
  readonly shape: Shape
  /** Ids of the operations. */
  readonly usedBy: readonly string[]
}

type Holding = { shape: Shape; holders: Set<string>; usedBy: Set<string> }

/**
 * The components that stand at more than one place: in the bodies of operations, or in one another. What only one other
 * component holds is described within that, and what a caller sends stands open where it is sent.
 */
export function sharedObjects(document: OpenApiDocument, operations: readonly Operation[]): readonly ReferenceObject[] {
  const held = new Map<string, Holding>()
  for (const operation of operations) {
    const { id, body, answerBodies } = operation
    for (const inner of body === null ? [] : innerShapes(body.shape))
      hold(held, inner, { id, holder: body?.shape.name ?? id })
    for (const { shape } of answerBodies) hold(held, shape, { id, holder: id })
  }
  return [...held]
    .filter(([, { holders }]) => holders.size > 1)
    .map(([name, { shape, usedBy }]) => ({
      id: `object-${slug(name)}`,
      name,
      shape: ownShape(document, name, shape),
      usedBy: [...usedBy],
    }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** In its own words, and not in those of a place that holds it. */
function ownShape(document: OpenApiDocument, name: string, held: Shape): Shape {
  const schema = document.components?.schemas?.[name]
  return schema === undefined ? held : shapeOf(document, { $ref: `#/components/schemas/${name}` })
}

function hold(held: Map<string, Holding>, shape: Shape, { id, holder }: { id: string; holder: string }): void {
  const inner = innerShapes(shape)
  if (inner.length === 0) return
  if (shape.name !== null) {
    const holding = held.get(shape.name) ?? { shape, holders: new Set(), usedBy: new Set() }
    held.set(shape.name, holding)
    holding.holders.add(holder)
    holding.usedBy.add(id)
  }
  for (const one of inner) hold(held, one, { id, holder: shape.name ?? holder })
}

/** The same shape, in which what is described elsewhere is left out and says where that is. */
export function linkShape(shape: Shape, objects: ReadonlyMap<string, ReferenceObject>): Shape {
  const object = shape.name === null ? undefined : objects.get(shape.name)
  // A component that is extended where it is used is not the one that is described.
  if (object !== undefined && formOf(object.shape) === formOf(shape))
    return { ...shape, objectId: object.id, fields: [], variants: [] }
  return linkInner(shape, objects)
}

/** Of a shape that is described here, whatever its name. */
export function linkInner(shape: Shape, objects: ReadonlyMap<string, ReferenceObject>): Shape {
  return {
    ...shape,
    fields: shape.fields.map((field) => ({ ...field, shape: linkShape(field.shape, objects) })),
    variants: shape.variants.map((variant) => ({ ...variant, shape: linkShape(variant.shape, objects) })),
  }
}

function formOf({ fields, variants }: Shape): string {
  return JSON.stringify([fields, variants])
}
