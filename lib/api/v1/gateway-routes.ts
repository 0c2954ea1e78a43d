import { createRoute, z } from '@hono/zod-openapi'
import { problem } from './problem-schema.ts'

const ANY_METHOD =
  'For the `auth_request`, `forward_auth`, ForwardAuth or `ext_authz` of a proxy. Every method is answered as GET is, the body is not read, and whatever stands behind the path after another `/` says nothing.'

const encoded = 'Percent-encoded but for letters, digits and `. _ ~ : / @ + * -`.'
const keyHeaders = z.object({
  'X-Key-Id': z.string().openapi({ description: 'The id of the key.' }),
  'X-Key-Owner': z.string().openapi({
    description: `Whom the key acts for (\`actor_id\`), in words of whoever made it; the id of its workspace when nothing is said. ${encoded}`,
    example: 'service_payments',
  }),
  'X-Key-Workspace': z.string().openapi({ description: 'The id of the workspace that the key belongs to.' }),
  'X-Key-Scopes': z.string().openapi({
    description: `The scopes of the key with a space between them; empty when it has none. ${encoded}`,
    example: 'payments:read payments:write',
  }),
})

const responses = {
  200: { description: 'The request may pass. The body is empty.', headers: keyHeaders },
  401: problem('`Invalid API key`: missing, malformed, unknown, revoked, paused or expired, all the same'),
  403: problem('`IP address not allowed`: the client is outside the allowlist of the key, or cannot be told'),
  429: problem(
    '`Rate limit exceeded`: the calls of the key are used up, or too many different wrong keys came from this address; `Retry-After` tells when to come again',
  ),
  431: problem('More than 100 header lines, or 16 KiB of them'),
  503: problem('The database cannot be reached: nothing may pass'),
}

const told = { tags: ['Calls with an API key'], security: [{ apiKey: [] }], responses }

const check = createRoute({
  ...told,
  method: 'get',
  path: '/v1/gateway/check',
  summary: 'May this request pass?',
  description: `${ANY_METHOD} Keys of every workspace pass: an upstream that serves one workspace asks below it.`,
})

const checkOfWorkspace = createRoute({
  ...told,
  method: 'get',
  path: '/v1/gateway/workspaces/{workspace_id}/check',
  summary: 'May this request pass, with a key of this workspace?',
  description: `${ANY_METHOD} A key of another workspace is answered as an unknown one.`,
  request: { params: z.object({ workspace_id: z.string() }) },
})

export const gatewayDescriptions = [check, checkOfWorkspace] as const
