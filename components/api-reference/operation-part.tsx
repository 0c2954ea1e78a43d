import type { ReactNode } from 'react'

type OperationPartProps = { title: string; note?: ReactNode; children: ReactNode }

/** A heading inside an operation, with what belongs to it. */
export function OperationPart({ title, note, children }: OperationPartProps) {
  return (
    <section className="mt-7">
      <h3 className="flex flex-wrap items-baseline gap-x-2 border-line border-b pb-2 font-semibold">
        {title}
        {note && <span className="font-normal text-faint text-xs">{note}</span>}
      </h3>
      {children}
    </section>
  )
}
