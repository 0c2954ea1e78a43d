import { classNames } from '#components/ui/class-names'
import { CopyButton } from '#components/ui/copy-button'
import { type CodePart, codeParts } from './code-parts.ts'
import { scrolling } from './scrolling.ts'

export type ListingProps = { code: string; language: string }

/** A block of code. A command is shown whole, a drawing or a column stays what it is; what is copied is the code itself. */
export function Listing({ code, language }: ListingProps) {
  const name = names[language] ?? 'Text'
  return (
    <figure className="my-5 min-w-0 overflow-hidden rounded-xl border border-line bg-sunken shadow-card">
      <figcaption className="flex min-h-9 items-center justify-between gap-3 border-line border-b bg-surface py-0.5 pr-1 pl-4 text-muted text-xs">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <CopyButton text={code} label={`Copy: ${firstLine(code)}`} iconOnly size="small" />
      </figcaption>
      <pre
        {...scrolling(`${name}: ${firstLine(code)}`)}
        className={classNames(
          'overflow-x-auto px-4 py-3.5 font-mono text-[0.8125rem] leading-5.5 focus-visible:-outline-offset-2',
          wrapping.has(language) && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
        )}
      >
        <code>{codeParts(code, language).map(coloured)}</code>
      </pre>
    </figure>
  )
}

const wrapping = new Set(['sh', 'console', 'env', 'json', 'http', 'crontab'])

// A plain function: a page has hundreds of these.
function coloured({ kind, text }: CodePart, index: number) {
  if (kind === 'plain') return text
  return (
    <span key={index} className={kind === 'comment' ? 'text-faint' : 'text-success-ink'}>
      {text}
    </span>
  )
}

function firstLine(code: string): string {
  const [line = ''] = code.split('\n')
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}

const names: Readonly<Record<string, string>> = {
  sh: 'Shell',
  env: 'Variables',
  json: 'JSON',
  http: 'HTTP',
  js: 'JavaScript',
  ts: 'TypeScript',
  sql: 'SQL',
  yaml: 'YAML',
  ini: 'systemd',
  crontab: 'crontab',
  nginx: 'nginx',
  caddy: 'Caddyfile',
  haproxy: 'HAProxy',
  hcl: 'Terraform',
  console: 'Terminal',
}
