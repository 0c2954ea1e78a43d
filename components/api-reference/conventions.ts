import { paths } from '#lib/paths'

type Convention = { readonly title: string; readonly text: string; readonly parameters: readonly string[] }

const guide = (anchor: string) => `${paths.docsPage('guides/admin-api')}#${anchor}`

/** What holds for many operations alike, with the parameters that it is about. */
export const conventions: readonly Convention[] = [
  {
    title: 'Bodies',
    text: 'JSON in UTF-8, with `Content-Type: application/json`. Times are RFC 3339 in UTC; 64-bit numbers are texts. Every path answers below `/api` as well.',
    parameters: [],
  },
  {
    title: 'Request ids',
    text: 'Every answer has an `X-Request-Id`, by which the people who run the server find the call in its log.',
    parameters: [],
  },
  {
    title: 'Pages',
    text: `Lists come in pages: \`page_size\` says how long, and \`next_page_token\` of an answer is the \`page_token\` of the next call. It is empty on the last page. See [Lists](${guide('lists')}).`,
    parameters: ['page_size', 'page_token'],
  },
  {
    title: 'Dry runs',
    text: 'A write with `?dry_run=true` is done and undone: the answer tells what would be answered, and whom it would refuse or let through.',
    parameters: ['dry_run'],
  },
  {
    title: 'Repeats',
    text: `A write under the same \`Idempotency-Key\` gets the same answer for a day, without the secret. See [Safe repeats](${guide('safe-repeats')}).`,
    parameters: ['Idempotency-Key'],
  },
  {
    title: 'Concurrent changes',
    text: 'Answers about one thing have an `ETag`. A write with it in `If-Match` is refused with 412 when the thing has changed since.',
    parameters: ['If-Match'],
  },
  {
    title: 'Lockout',
    text: `A change that would refuse who called in the last hour is a 409 \`LOCKOUT_RISK\`, until \`confirm_lockout\` names them. See [Changes that would refuse who calls now](${guide('changes-that-would-refuse-who-calls-now')}).`,
    parameters: ['confirm_lockout'],
  },
]
