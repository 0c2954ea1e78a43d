import { parseUrl } from '#lib/auth/parse-url'

/** How to reach the mail server. */
export type SmtpServer = {
  readonly host: string
  readonly port: number
  /** Speaks TLS from the first byte (`smtps`). */
  readonly isTlsFromStart: boolean
  /** Never speaks without TLS: what goes over it could be read, and a link in it used, on the way. */
  readonly isTlsRequired: boolean
  readonly login: { readonly user: string; readonly pass: string } | null
}

export type Sender = { readonly name: string; readonly address: string }

export type MailSettings = { readonly server: SmtpServer; readonly from: Sender }

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

/**
 * `smtp[s]://user:password@host:port`, null for anything else. Nothing may follow the port: options there could turn off
 * what keeps the connection safe.
 */
export function parseSmtpUrl(text: string): SmtpServer | null {
  const url = parseUrl(text)
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return null
  if (url.hostname === '' || !['', '/'].includes(url.pathname) || url.search + url.hash !== '') return null
  const login = loginOf(url)
  if (login === undefined) return null
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const isTlsFromStart = url.protocol === 'smtps:'
  return {
    host,
    port: url.port === '' ? PORTS[url.protocol] : Number(url.port),
    isTlsFromStart,
    isTlsRequired: isTlsFromStart || (login !== null && !isThisMachine(host)),
    login,
  }
}

/** Undefined where it is half a login, or no text. */
function loginOf(url: URL): SmtpServer['login'] | undefined {
  if (url.username === '' && url.password === '') return null
  if (url.username === '' || url.password === '') return undefined
  try {
    return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  } catch {
    return undefined
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Without quotes, comments, lists or anything else that could be read as a second address. */
const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*$/i

/** Whether a text is one plain e-mail address, and so cannot become a header or a command of its own. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text)
}

/** `keys@example.com` or `Gatelist <keys@example.com>`; null for anything else. */
export function parseSender(text: string): Sender | null {
  if (isMailAddress(text)) return { name: '', address: text }
  const [, name = '', address = ''] = /^([^<>"\p{Cc}]{1,80}?)\s*<([^<>]+)>$/u.exec(text) ?? []
  return isMailAddress(address) ? { name: name.trim(), address } : null
}
