import type { Message } from '#lib/mail/send'

type Words = Omit<Message, 'to'>

/** Both go to the address of an account; who asked is named by client address, which is all that is known of them. */
export function resetMessage({ link, address }: { link: string; address: string | null }): Words {
  return {
    subject: 'Choose a new password for Gatelist',
    text: `Somebody asked for a new password for your Gatelist account, from ${from(address)}.

Choose one here within an hour. The link works once:

${link}

If it was not you, do nothing: your password stays as it is. Links of earlier messages no longer work.
`,
  }
}

export function changedMessage(address: string | null): Words {
  return {
    subject: 'Your Gatelist password was changed',
    text: `The password of your Gatelist account has just been changed, from ${from(address)}. Browsers that were signed in with the old
one have been signed out.

If it was not you, ask whoever runs this server to help: they can make you a link to a new password.
`,
  }
}

function from(address: string | null): string {
  return address === null ? 'an address that is not known' : `the address ${address}`
}
