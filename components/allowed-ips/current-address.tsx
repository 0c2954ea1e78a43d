'use client'

import { Plus } from 'lucide-react'
import { type ReactNode, useId, useMemo } from 'react'
import { Button } from '#components/ui/button'
import { coveringEntry } from './address-verdict.ts'
import type { ListReading } from './list-reading.ts'

type CurrentAddressProps = {
  currentAddress: string | null
  reading: ListReading | null
  disabled: boolean
  onAdd: (address: string) => void
}

/** Puts the address this server sees into the list, unless the list admits it already. */
export function CurrentAddress({ currentAddress, reading, disabled, onAdd }: CurrentAddressProps) {
  const id = useId()
  const covering = useMemo(
    () => (currentAddress === null ? null : coveringEntry(currentAddress, reading)),
    [currentAddress, reading],
  )
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button
        size="small"
        disabled={disabled || currentAddress === null || covering !== null}
        aria-describedby={id}
        onClick={() => currentAddress !== null && onAdd(currentAddress)}
      >
        <Plus aria-hidden="true" />
        Add my current address
      </Button>
      <p id={id} className="wrap-anywhere min-w-0 text-muted @max-md:min-h-11 @max-md:basis-full">
        {explanation(currentAddress, covering)}
      </p>
    </div>
  )
}

function explanation(currentAddress: string | null, covering: string | null): ReactNode {
  if (currentAddress === null) return 'This server could not tell which address you have'
  const address = <span className="address text-ink">{currentAddress}</span>
  if (covering === null) return address
  return (
    <>
      {address} is covered by {covering}
    </>
  )
}
