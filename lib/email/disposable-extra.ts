/** Disposable domains that the kept list lacks: alternative names of YOPmail, DropMail and temporary-mail sites. */
export const extraDisposableDomains: readonly string[] = [
  'cool.fr.nf',
  'mail2me.co',
  'mega.zik.dj',
  'mimimail.me',
  'nomail.xl.cx',
  'nospam.ze.tc',
  'speed.1s.fr',
  'temp-mail.io',
  'tempmail.com',
  'tempmail.dev',
  'throwaway.email',
  'zeroe.ml',
]
