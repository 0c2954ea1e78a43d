import type { ErrorTable } from '#components/api-reference/errors-part'
import { adminProblems } from '#lib/api/admin/problem'
import { v1Problems } from '#lib/api/problem'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { paths } from '#lib/paths'

const object = (name: string) => `${paths.apiSection(OBJECTS_SLUG)}#object-${name}`

/** What can go wrong, from the tables that the API answers by. */
export const errorTables: readonly ErrorTable[] = [
  {
    below: '/v1',
    description: `One text, always the same for the same cause: a [Problem](${object('problem')}). Where it is worth coming again, \`Retry-After\` tells when, in seconds.`,
    lines: v1Problems.map((problem) => ({ ...problem, reason: null, status: null })),
  },
  {
    below: '/v2alpha1',
    description: `The form of AIP-193: an [Error](${object('error')}) with a code, a status and a message for people. \`reason\` in its details is for programs; what is wrong with single fields stands in \`field_violations\`.`,
    lines: adminProblems,
  },
]
