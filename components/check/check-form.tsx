'use client'

import { Search } from 'lucide-react'
import Form from 'next/form'
import { Button } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { TextLink } from '#components/ui/text-link'
import { paths } from '#lib/paths'

export type CheckFormProps = {
  address: string
  keyId: string
  problem: string | null
  /** Each key's id, and its name with what tells it apart. */
  choices: readonly { value: string; label: string }[]
  /** The address this server sees the reader come from; null when it cannot tell. */
  currentAddress: string | null
}

/** A plain GET form: the question is the address of the page, so an answer can be sent to somebody. */
export function CheckForm({ address, keyId, problem, choices, currentAddress }: CheckFormProps) {
  const own = currentAddress !== null && currentAddress !== address ? currentAddress : null
  return (
    <Card className="px-5 py-5 sm:px-6">
      {/* A new question is a new form: what the address says stands in the fields. */}
      <Form
        key={`${address} ${keyId}`}
        action={paths.checkAddress()}
        aria-label="Check an address"
        className="grid items-start gap-4 md:grid-cols-[1fr_1fr_auto]"
      >
        <Field
          label="Address or network"
          error={problem ?? undefined}
          hint={
            own === null ? undefined : (
              <>
                You are at{' '}
                <TextLink href={paths.checkAddress({ address: own, key: keyId })} className="address">
                  {own}
                </TextLink>
              </>
            )
          }
        >
          <Input
            name="address"
            defaultValue={address}
            required
            maxLength={200}
            placeholder="203.0.113.7 or 203.0.113.0/24"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="address"
          />
        </Field>
        <Field label="Key">
          <Select name="key" defaultValue={keyId} options={[{ value: '', label: 'Every key' }, ...choices]} />
        </Field>
        <Button type="submit" variant="primary" className="md:mt-7">
          <Search aria-hidden="true" />
          Check
        </Button>
      </Form>
    </Card>
  )
}
