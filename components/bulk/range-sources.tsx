import { TextLink } from '#components/ui/text-link'
import { rangeFileNames } from '#lib/ranges/range-file'

const sources = [
  { kind: 'aws', text: 'every range of AWS, by service and region' },
  { kind: 'google-cloud', text: 'the addresses of Google Cloud customers, by region' },
  { kind: 'google', text: 'all addresses of Google, of which those of its customers are a part' },
  { kind: 'cloudflare-v4', text: 'the IPv4 addresses that Cloudflare calls from' },
  { kind: 'cloudflare-v6', text: 'the same for IPv6' },
  { kind: 'cloudflare', text: 'both of them in one file' },
  { kind: 'github', text: 'the addresses of GitHub: hooks, actions, git and others' },
] as const satisfies readonly { kind: keyof typeof rangeFileNames; text: string }[]

/** Where each file is published. This server fetches none of them. `open`: somebody may want to know now. */
export function RangeSources({ open }: { open: boolean }) {
  return (
    <details className="rounded-lg border border-line bg-sunken/60 px-4 py-3" open={open}>
      <summary className="cursor-pointer font-medium">Where to get the file</summary>
      <p className="mt-2 text-muted">
        Download it in your own browser, then upload it here. It is read in the browser; this server fetches nothing.
      </p>
      <ul className="mt-3 flex flex-col gap-2">
        {sources.map(({ kind, text }) => {
          const { provider, url } = rangeFileNames[kind]
          return (
            <li key={kind} className="min-w-0">
              <span className="font-medium">{provider}</span>
              <span className="text-muted">: {text}</span>
              <br />
              <TextLink href={url} target="_blank" rel="noreferrer" className="address wrap-anywhere">
                {url}
              </TextLink>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
