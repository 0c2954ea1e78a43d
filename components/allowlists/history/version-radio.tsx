export type VersionRadioProps = {
  side: 'a' | 'b'
  version: number
  checked: boolean
  /** Says the version too, where it does not stand beside. */
  named?: boolean
}

/** Chooses a version as one side of a comparison. The platform's radio button, so it works without our script. */
export function VersionRadio({ side, version, checked, named = false }: VersionRadioProps) {
  const letter = side.toUpperCase()
  return (
    <label className="inline-flex h-7 items-center gap-1.5 rounded-md px-1 font-medium text-muted text-xs has-checked:text-ink">
      <input
        type="radio"
        name={side}
        value={version}
        defaultChecked={checked}
        aria-label={`Version ${version} as ${letter}`}
        className="size-4 shrink-0 appearance-none rounded-full border border-field bg-surface transition-colors checked:border-5 checked:border-accent"
      />
      <span aria-hidden="true">
        {letter}
        {named && `: version ${version}`}
      </span>
    </label>
  )
}
