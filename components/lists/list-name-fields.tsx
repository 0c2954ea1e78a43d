'use client'

import { Field } from '#components/ui/field'
import { Input, type InputProps } from '#components/ui/input'

export type ListNameFieldsProps = {
  name: InputProps
  nameError: string | undefined
  description: InputProps
  descriptionError: string | undefined
}

/** What a list is called and what it is of, wherever that is asked. */
export function ListNameFields({ name, nameError, description, descriptionError }: ListNameFieldsProps) {
  return (
    <>
      <Field label="Name" hint="What the addresses have in common: “Office”, “Production egress”." error={nameError}>
        <Input {...name} autoComplete="off" className="max-w-md" />
      </Field>
      <Field label="Description" optional error={descriptionError}>
        <Input {...description} autoComplete="off" className="max-w-2xl" />
      </Field>
    </>
  )
}
