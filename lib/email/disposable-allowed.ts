/**
 * Relay services: each address forwards to one person's real mailbox and lasts as long as its owner wants. They are
 * never disposable, with their subdomains, whatever a list says now or after an update.
 */
export const relayDomains: readonly string[] = [
  '33mail.com',
  '8alias.com',
  '8shield.net',
  'addy.io',
  'addymail.com',
  'aleeas.com',
  'anonaddy.com',
  'anonaddy.me',
  'dralias.com',
  'duck.com',
  'e4ward.com',
  'erine.email',
  'forwardemail.net',
  'icloud.com',
  'mozmail.com',
  'opayq.com',
  'passfwd.com',
  'passinbox.com',
  'passmail.com',
  'passmail.net',
  'privaterelay.appleid.com',
  'relay.firefox.com',
  'silomails.com',
  'simplelogin.co',
  'simplelogin.com',
  'simplelogin.fr',
  'simplelogin.io',
  'slmail.me',
  'slmails.com',
  'sneakemail.com',
]

/**
 * Names under which a registry or a dynamic-DNS service lends subdomains to anybody. Some stand in the list, and are
 * disposable themselves; their subdomains belong to other people and are judged one by one.
 */
export const sharedParentDomains: readonly string[] = [
  'allowed.org',
  'bot.nu',
  'chickenkiller.com',
  'co.cc',
  'cu.cc',
  'mooo.com',
  'soon.it',
  'uk.to',
  'undo.it',
  'us.af',
  'us.to',
]
