import { createRoute, z } from '@hono/zod-openapi'
import {
  provideTokenSchema,
  provideUserSchema,
  resetPasswordSchema,
  resetSecondFactorSchema,
  rotateSecretsSchema,
  turnSigningKeysSchema,
} from '#lib/operator/schema'
import { grantStaffSchema } from '#lib/staff/schema'
import type { Answer } from '../answer.ts'
import type { ApiCall } from '../call.ts'
import { answerIp, ipAnswerSchema } from './ip.ts'
import { answerOperatorTokens, answerOperatorUsers, operatorTokenSchema, operatorUserSchema } from './operator.ts'
import {
  answerOperatorSecrets,
  answerOperatorSigningKeys,
  operatorSecretsSchema,
  operatorSigningKeysSchema,
} from './operator-keys.ts'
import {
  answerOperatorPasswords,
  answerOperatorResets,
  answerOperatorStaff,
  operatorPasswordResetSchema,
  operatorResetSchema,
  operatorStaffSchema,
} from './operator-people.ts'
import { answerOperatorProxy, operatorProxySchema } from './operator-proxy.ts'
import { problem } from './problem-schema.ts'
import { answerVerify, verifyAnswerSchema, verifyRequestSchema } from './verify.ts'

const verify = createRoute({
  method: 'post',
  path: '/v1/verify',
  tags: ['Calls with an API key'],
  summary: 'Check an e-mail address',
  description: 'The key and the address of the caller are judged first, by the key as it is at this moment.',
  security: [{ apiKey: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: verifyRequestSchema } } } },
  responses: {
    200: { description: 'The verdict', content: { 'application/json': { schema: verifyAnswerSchema } } },
    400: problem('`Email parameter is required`, or what else is wrong with the body'),
    401: problem('`Invalid API key`: missing, malformed, unknown, revoked, paused or expired, all the same'),
    402: problem('`SMTP validation requires a Premium subscription`'),
    403: problem('`IP address not allowed`: the caller is outside the allowlist of the key, or cannot be told'),
    413: problem('The body is larger than 64 KiB'),
    415: problem('The body is not JSON'),
    429: problem(
      '`Rate limit exceeded`: the calls of the key are used up, or too many different wrong keys came from this address; `Retry-After` tells when to come again',
    ),
    503: problem('The database or DNS cannot be reached; nothing was decided and nothing was spent'),
  },
})

const ip = createRoute({
  method: 'get',
  path: '/v1/ip',
  tags: ['Calls with an API key'],
  summary: 'The address this server sees',
  responses: {
    200: {
      description: 'The address that allowlists would judge this caller by',
      content: { 'application/json': { schema: ipAnswerSchema }, 'text/plain': { schema: z.string() } },
    },
    400: problem('The address cannot be determined'),
  },
})

const operatorProblems = {
  400: problem('What is wrong with the body'),
  404: problem('`Not found`: not straight from this machine, or without a valid signature'),
  409: problem(
    'What stands in the way: several workspaces have the name, there are too many tokens, or the account is disabled',
  ),
}
const operatorCall = 'For whoever runs the server, at the machine it runs on; signed with a key of the master secret.'

const operatorTokens = createRoute({
  method: 'post',
  path: '/v1/operator/tokens',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Have a management token of this name',
  description: `${operatorCall} Repeated, it makes no second token.`,
  request: { body: { required: true, content: { 'application/json': { schema: provideTokenSchema } } } },
  responses: {
    200: { description: 'The token', content: { 'application/json': { schema: operatorTokenSchema } } },
    ...operatorProblems,
  },
})

const operatorUsers = createRoute({
  method: 'post',
  path: '/v1/operator/users',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Have an account with this e-mail address',
  description: `${operatorCall} Repeated, it changes nothing.`,
  request: { body: { required: true, content: { 'application/json': { schema: provideUserSchema } } } },
  responses: {
    200: { description: 'The account', content: { 'application/json': { schema: operatorUserSchema } } },
    ...operatorProblems,
  },
})

const operatorStaff = createRoute({
  method: 'post',
  path: '/v1/operator/staff',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Give an account a role on the staff pages',
  description: `${operatorCall} Repeated, it changes nothing.`,
  request: { body: { required: true, content: { 'application/json': { schema: grantStaffSchema } } } },
  responses: {
    200: { description: 'The role', content: { 'application/json': { schema: operatorStaffSchema } } },
    ...operatorProblems,
  },
})

const operatorResets = createRoute({
  method: 'post',
  path: '/v1/operator/second-factor-resets',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Take the second factor off an account',
  description: `${operatorCall} Signs the browsers of the account out. Repeated, it changes nothing.`,
  request: { body: { required: true, content: { 'application/json': { schema: resetSecondFactorSchema } } } },
  responses: {
    200: { description: 'Whether there was one', content: { 'application/json': { schema: operatorResetSchema } } },
    ...operatorProblems,
  },
})

const operatorPasswords = createRoute({
  method: 'post',
  path: '/v1/operator/password-resets',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Make a link to a new password',
  description: `${operatorCall} Repeated, it makes another link, and the earlier one works no more.`,
  request: { body: { required: true, content: { 'application/json': { schema: resetPasswordSchema } } } },
  responses: {
    200: { description: 'The link', content: { 'application/json': { schema: operatorPasswordResetSchema } } },
    ...operatorProblems,
  },
})

const operatorSecrets = createRoute({
  method: 'post',
  path: '/v1/operator/secret-rotation',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Go one step from the master secret before to the present one',
  description: `${operatorCall} Repeat it until \`state\` is \`done\`. It can be broken off and begun anew.`,
  request: { body: { required: true, content: { 'application/json': { schema: rotateSecretsSchema } } } },
  responses: {
    200: { description: 'How far it is', content: { 'application/json': { schema: operatorSecretsSchema } } },
    ...operatorProblems,
    409: problem('There is no change of the master secret to make'),
  },
})

const operatorSigningKeys = createRoute({
  method: 'post',
  path: '/v1/operator/signing-keys',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'Have new signing keys follow the present ones',
  description: `${operatorCall} They are published at once and sign an hour later; the old ones verify until their tokens have ended, except with \`end_old\`.`,
  request: { body: { required: true, content: { 'application/json': { schema: turnSigningKeysSchema } } } },
  responses: {
    200: { description: 'The keys', content: { 'application/json': { schema: operatorSigningKeysSchema } } },
    400: operatorProblems[400],
    404: operatorProblems[404],
  },
})

const operatorProxy = createRoute({
  method: 'post',
  path: '/v1/operator/proxy',
  tags: ['Operator'],
  security: [{ operator: [] }],
  summary: 'What the server sees of this very call',
  description:
    'For `gatelist doctor`, from anywhere, so that it can be asked through a proxy. Signed with a key of the master secret: to others it would tell of the network inside.',
  request: { body: { required: true, content: { 'application/json': { schema: z.object({}) } } } },
  responses: {
    200: { description: 'The way of the call', content: { 'application/json': { schema: operatorProxySchema } } },
    400: operatorProblems[400],
    404: problem('`Not found`: without a valid signature'),
  },
})

/** An operation: its description for the OpenAPI document and its handler, which every door calls. */
export type Operation = {
  readonly description:
    | typeof verify
    | typeof ip
    | typeof operatorTokens
    | typeof operatorUsers
    | typeof operatorStaff
    | typeof operatorResets
    | typeof operatorProxy
    | typeof operatorPasswords
    | typeof operatorSecrets
    | typeof operatorSigningKeys
  answer(call: ApiCall, requestId: string): Answer | Promise<Answer>
}

export const operations: readonly Operation[] = [
  { description: verify, answer: answerVerify },
  { description: ip, answer: answerIp },
  { description: operatorTokens, answer: answerOperatorTokens },
  { description: operatorUsers, answer: answerOperatorUsers },
  { description: operatorStaff, answer: answerOperatorStaff },
  { description: operatorResets, answer: answerOperatorResets },
  { description: operatorProxy, answer: answerOperatorProxy },
  { description: operatorPasswords, answer: answerOperatorPasswords },
  { description: operatorSecrets, answer: answerOperatorSecrets },
  { description: operatorSigningKeys, answer: answerOperatorSigningKeys },
]
