'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRef, useState } from 'react'
import { type DefaultValues, type FieldErrors, type FieldValues, get, type Path, useForm } from 'react-hook-form'
import type { ZodType } from 'zod'
import { announce } from '#components/ui/live-region'
import type { Action } from './action.tsx'
import { attempt } from './attempt.tsx'

export type ActionFormOptions<Input extends FieldValues, Value> = {
  schema: ZodType<unknown, Input>
  defaultValues: Input
  action: Action<Input, Value>
  /** The form stays busy until this settles. `reset` takes what is now saved, or nothing for the first values. */
  onSuccess: (value: Value, typed: Input, reset: (saved?: Input) => void) => unknown
}

/**
 * A form over one schema and one server action: checked here before it is sent, checked again there by the same
 * schema. Whatever goes wrong, what was typed stays, the first refused field gets the focus, and the rest is said.
 */
export function useActionForm<Input extends FieldValues, Value>(options: ActionFormOptions<Input, Value>) {
  const { schema, defaultValues, action, onSuccess } = options
  const [problem, setProblem] = useState<string | null>(null)
  const typedBefore = useRef(new Set<string>())
  const form = useForm<Input, unknown, Input>({
    resolver: zodResolver<Input, unknown, unknown, ZodType<unknown, Input>>(schema, undefined, { raw: true }),
    defaultValues: defaultValues as DefaultValues<Input>,
  })

  const refuse = ({ message, fields = {} }: { message: string; fields?: Record<string, string> | undefined }) => {
    const names = namesInOrder(form.control._names.mount, fields)
    for (const name of names) form.setError(name as Path<Input>, { type: 'server', message: fields[name] ?? message })
    const [first] = names
    // A refusal of something that is not on the screen must not go unseen.
    if (names.length < Object.keys(fields).length || first === undefined) setProblem(message)
    if (first !== undefined) form.setFocus(first as Path<Input>)
    announce(message)
  }

  const send = async (typed: Input) => {
    setProblem(null)
    const result = await attempt(action, typed)
    if (!result.ok) return refuse(result)
    await onSuccess(result.value, typed, (saved) => form.reset(saved))
  }

  /** For text inputs. Keeps what was typed or filled in before React took over, which `register` alone would erase. */
  const text = (name: Path<Input>) => {
    const { ref, ...rest } = form.register(name)
    const initial = String(get(defaultValues, name) ?? '')
    const keepTyped = (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      const typed = element?.value
      ref(element)
      if (typed === undefined || typedBefore.current.has(name)) return
      typedBefore.current.add(name)
      if (typed !== initial) form.setValue(name, typed as never, { shouldDirty: true })
    }
    return { ...rest, defaultValue: initial, ref: keepTyped }
  }

  return {
    form,
    text,
    problem,
    setProblem,
    pending: form.formState.isSubmitting,
    submit: form.handleSubmit(send, (errors) => announce(summary(errors))),
    error: (name: Path<Input>) => messageOf(get(form.formState.errors, name)),
  }
}

/** What the parts of a form need of it, whatever its schema. */
export type AnyActionForm = { submit: (event: React.FormEvent) => unknown; problem: string | null; pending: boolean }

const messageOf = (error: { message?: string } | undefined): string | undefined => error?.message

const namesInOrder = (mounted: ReadonlySet<string>, fields: Record<string, string>) =>
  [...mounted].filter((name) => name in fields)

function summary(errors: FieldErrors): string {
  const count = Object.keys(errors).length
  return count === 1 ? 'One field needs your attention.' : `${count} fields need your attention.`
}
