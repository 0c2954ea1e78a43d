import { classNames } from './class-names.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

/** A grey stand-in of the size of what will come. Its size comes by class name. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden="true" className={classNames('block h-4 animate-breathe rounded-md bg-hover', className)} />
}

/** Wraps the skeletons of one region and says once that it is loading. */
export function Loading({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{label}</VisuallyHidden>
      {children}
    </div>
  )
}
