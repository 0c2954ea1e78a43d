import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.tsx'

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      {...rest}
      className={classNames('min-w-0 overflow-hidden rounded-xl border border-line bg-surface shadow-card', className)}
    />
  )
}

export type SectionProps = {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  /** Along the lower edge: what the section's form does, or a note. */
  footer?: ReactNode
  children?: ReactNode
  /** Content touches the edges: tables and lists. */
  flush?: boolean | undefined
  tone?: 'neutral' | 'danger' | undefined
  className?: string | undefined
}

/** A card with a heading, as a landmark of its own. */
export function Section({ title, description, actions, footer, children, flush, tone, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={className}>
      <Card className={tone === 'danger' ? 'border-danger-line' : undefined}>
        <div
          className={classNames(
            'flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 py-4 sm:px-6',
            flush && children ? 'border-line border-b' : 'sm:pt-5',
          )}
        >
          <div className="min-w-0">
            <h2 id={id} className="font-semibold text-base">
              {title}
            </h2>
            {description && <div className="mt-0.5 max-w-2xl text-muted">{description}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
        {children && <div className={flush ? undefined : 'px-5 pb-5 sm:px-6 sm:pb-6'}>{children}</div>}
        {footer && <CardFooter>{footer}</CardFooter>}
      </Card>
    </section>
  )
}

export function CardFooter({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <div
      className={classNames(
        'flex flex-wrap items-center justify-between gap-3 border-line border-t bg-sunken/60 px-5 py-3 text-muted sm:px-6',
        className,
      )}
    >
      {children}
    </div>
  )
}
