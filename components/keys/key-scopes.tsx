/** What programs let the key do, each a word of their own. */
export function KeyScopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {scopes.map((scope) => (
        <li
          key={scope}
          className="wrap-anywhere min-w-0 rounded-md border border-line-strong bg-sunken px-1.5 font-mono text-[0.8125rem] leading-5.5"
        >
          {scope}
        </li>
      ))}
    </ul>
  )
}
