'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Button, type ButtonProps } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { classNames } from '#components/ui/class-names'
import type { AnyActionForm } from './action-form.tsx'
import { useHydrated } from './hydrated.tsx'

export type FormProps = Omit<ComponentProps<'form'>, 'onSubmit' | 'method' | 'noValidate'> & {
  form: AnyActionForm
  children: ReactNode
}

/** Posts, should it ever be sent without our script: a GET would write a password into the address bar. */
export function Form({ form, children, className, ...rest }: FormProps) {
  return (
    <form
      {...rest}
      method="post"
      noValidate
      onSubmit={form.submit}
      className={classNames('flex flex-col gap-5', className)}
    >
      <FormProblem message={form.problem} />
      {children}
    </form>
  )
}

/** What was wrong with the whole, not with one field. */
export function FormProblem({ message }: { message: string | null }) {
  if (message === null) return null
  return (
    <Callout tone="danger" role="alert">
      {message}
    </Callout>
  )
}

export type SubmitButtonProps = Omit<ButtonProps, 'type' | 'pending' | 'form'> & { form: AnyActionForm }

/** Waits, without looking different, until the page can answer the press. */
export function SubmitButton({ form, variant = 'primary', className, disabled, ...rest }: SubmitButtonProps) {
  const hydrated = useHydrated()
  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      pending={form.pending}
      disabled={disabled || !hydrated}
      className={classNames(!disabled && 'disabled:opacity-100', className)}
    />
  )
}
