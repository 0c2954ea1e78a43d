import type { Session } from '../session.ts'

/** What the server says of a link to choose a password; without one, the account has its password already. */
export type LinkAnswer = { user_id?: string; email?: string; link?: string; link_expire_time?: string }

/** Shows a link as the last thing on its own, whole, so that it can be copied; alone with `--quiet`. */
export function printLink(session: Session, answer: LinkAnswer): Promise<void> {
  const { user_id = '', email = '', link = '', link_expire_time = '' } = answer
  return session.print({
    value: answer,
    human: {
      columns: [{ title: 'USER ID' }, { title: 'EMAIL' }, { title: 'LINK EXPIRES' }, { title: 'LINK' }],
      rows: [[user_id, email, link_expire_time, link]],
    },
    quiet: link === '' ? [] : [link],
  })
}
