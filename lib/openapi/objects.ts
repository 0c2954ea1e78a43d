import type { Operation } from './operation.ts'
import type { Shape } from './shape.ts'
import { slug } from './slug.ts'

/** An object that several operations answer with. The page describes it once, and they link to it. */
export type ReferenceObject = {
  readonly id: string
  readonly name: string
  readonly shape: Shape
  /** Ids of the operations. */
  readonly usedBy: readonly string[]
}

export function sharedObjects(operations: readonly Operation[]): readonly ReferenceObject[] {
  const objects = new Map<string, { shape: Shape; usedBy: string[] }>()
  for (const { id, answerBodies } of operations) {
    for (const { shape } of answerBodies) {
      if (shape.name === null || shape.fields.length === 0) continue
      const object = objects.get(shape.name) ?? { shape, usedBy: [] }
      objects.set(shape.name, object)
      if (!object.usedBy.includes(id)) object.usedBy.push(id)
    }
  }
  return [...objects]
    .filter(([, { usedBy }]) => usedBy.length > 1)
    .map(([name, object]) => ({ id: `object-${slug(name)}`, name, ...object }))
}
