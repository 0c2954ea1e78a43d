import { Search } from 'lucide-react'
import { Input, type InputProps } from './input.tsx'

type SearchInputProps = Omit<InputProps, 'type' | 'leading' | 'aria-label' | 'placeholder'> & { label: string }

/** What is looked for, as the `q` of its form. */
export function SearchInput({ label, ...rest }: SearchInputProps) {
  return (
    <Input
      {...rest}
      type="text"
      name="q"
      inputMode="search"
      enterKeyHint="search"
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      placeholder={label}
      leading={<Search aria-hidden="true" />}
    />
  )
}
