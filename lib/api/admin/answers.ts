import { z } from '@hono/zod-openapi'

/** What operations answer, for the OpenAPI document. Names of schemas are those of `@ory/client`. */

export const time = () => z.iso.datetime().openapi({ description: 'RFC 3339, UTC.' })

const int64 = () => z.string().openapi({ format: 'int64' })

export const rateLimitPolicyAnswer = z
  .object({
    quota: int64().openapi({ example: '100' }),
    window: z.string().openapi({ example: '60s' }),
    unit: z.literal('requests'),
  })
  .openapi('RateLimitPolicy')

const keyStatus = z
  .enum(['KEY_STATUS_UNSPECIFIED', 'KEY_STATUS_ACTIVE', 'KEY_STATUS_REVOKED', 'KEY_STATUS_EXPIRED'])
  .openapi('KeyStatus', { description: 'Unspecified while the key is paused.' })
const keyVisibility = z
  .enum(['KEY_VISIBILITY_UNSPECIFIED', 'KEY_VISIBILITY_SECRET', 'KEY_VISIBILITY_PUBLIC'])
  .openapi('KeyVisibility')
export const accessMode = z
  .enum(['ACCESS_MODE_OPEN', 'ACCESS_MODE_ENFORCE', 'ACCESS_MODE_REPORT'])
  .openapi('AccessMode', {
    description: 'Any address, only listed ones, or any address while those not listed are reported.',
  })
const revocationReason = z
  .enum([
    'REVOCATION_REASON_UNSPECIFIED',
    'REVOCATION_REASON_KEY_COMPROMISE',
    'REVOCATION_REASON_AFFILIATION_CHANGED',
    'REVOCATION_REASON_SUPERSEDED',
    'REVOCATION_REASON_PRIVILEGE_WITHDRAWN',
  ])
  .openapi('RevocationReason')

const metadataAnswer = z.record(z.string(), z.unknown()).nullable()

export const bypassAnswer = z
  .object({ start_time: time(), end_time: time(), reason: z.string(), opened_by: z.string() })
  .openapi('Bypass', { description: 'Until its end any address that the ceiling admits is let through.' })

const keyFields = {
  key_id: z.string(),
  name: z.string(),
  actor_id: z.string(),
  scopes: z.array(z.string()),
  metadata: metadataAnswer,
  status: keyStatus,
  create_time: time(),
  update_time: time(),
  expire_time: time().optional(),
  last_used_time: time().optional(),
  rate_limit_policy: rateLimitPolicyAnswer.optional(),
  revocation_reason: revocationReason.optional(),
  revocation_description: z.string().optional(),
  ip_restriction: z
    .object({
      allowed_cidrs: z.array(z.string()).openapi({ description: 'Entries in force, as they were sent.' }),
      canonical_cidrs: z.array(z.string()).openapi({ description: 'The same in canonical form.' }),
    })
    .openapi('IPRestriction')
    .optional(),
  visibility: keyVisibility,
  access_mode: accessMode,
  key_hint: z.string().openapi({ description: 'What may be shown of the secret.', example: 'gl_live_x7Kp…9aZq' }),
  paused_time: time().optional(),
  staff_hold: z
    .object({ start_time: time(), reason: z.string() })
    .openapi('StaffHold')
    .optional()
    .openapi({ description: 'The operator’s staff paused the key and only they can resume it.' }),
  allowlist_ids: z
    .array(z.string())
    .optional()
    .openapi({ description: 'The named lists that the key uses; their entries admit too.' }),
  bypass: bypassAnswer.optional(),
  replaces_key_id: z.string().optional(),
  replaced_by_key_id: z.string().optional(),
  rotation: z
    .object({
      grace_end_time: time().openapi({ description: 'Until then the old secret works.' }),
      old_secret_callers: z
        .array(z.object({ address: z.string().nullable(), count: int64(), first_time: time(), last_time: time() }))
        .openapi({ description: 'Who came with the old secret since, latest first, at most 50.' }),
    })
    .optional(),
}

export const issuedKeyAnswer = z.object(keyFields).openapi('IssuedApiKey')
export const importedKeyAnswer = z.object(keyFields).openapi('ImportedApiKey')

export const issueAnswer = z
  .object({
    issued_api_key: issuedKeyAnswer,
    secret: z.string().openapi({ description: 'Shown this once; empty when the request is a repeated one.' }),
  })
  .openapi('IssueApiKeyResponse')

export const rotateAnswer = issueAnswer
  .extend({ old_issued_api_key: issuedKeyAnswer })
  .openapi('RotateIssuedApiKeyResponse')

export const nextPage = z.string().openapi({ description: 'The `page_token` of the next page; empty on the last.' })
export const issuedListAnswer = z
  .object({ issued_api_keys: z.array(issuedKeyAnswer), next_page_token: nextPage })
  .openapi('ListIssuedApiKeysResponse')
export const importedListAnswer = z
  .object({ imported_api_keys: z.array(importedKeyAnswer), next_page_token: nextPage })
  .openapi('ListImportedApiKeysResponse')

export const batchImportErrors = [
  'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_INVALID_ARGUMENT',
  'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_ALREADY_EXISTS',
  'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_FAILED_PRECONDITION',
] as const

export const batchImportAnswer = z
  .object({
    results: z.array(
      z
        .object({
          index: z.int(),
          imported_api_key: importedKeyAnswer.optional(),
          error_code: z.enum(batchImportErrors).optional(),
          error_message: z.string().optional(),
        })
        .openapi('BatchCreateImportedApiKeysResult'),
    ),
    success_count: z.int(),
    failure_count: z.int(),
  })
  .openapi('BatchCreateImportedApiKeysResponse')

export const verifyAnswer = z
  .object({
    is_valid: z.boolean(),
    is_active: z.boolean().openapi({ description: 'The same as `is_valid`, as older clients know it.' }),
    key_id: z.string(),
    actor_id: z.string(),
    scopes: z.array(z.string()),
    expire_time: time().nullable(),
    metadata: metadataAnswer,
    error_code: z
      .enum([
        'VERIFICATION_ERROR_INVALID_FORMAT',
        'VERIFICATION_ERROR_EXPIRED',
        'VERIFICATION_ERROR_REVOKED',
        'VERIFICATION_ERROR_NOT_FOUND',
        'VERIFICATION_ERROR_SIGNATURE_INVALID',
        'VERIFICATION_ERROR_INTERNAL',
        'VERIFICATION_ERROR_IP_NOT_ALLOWED',
        'VERIFICATION_ERROR_RATE_LIMITED',
      ])
      .openapi('VerificationErrorCode')
      .optional(),
    error_message: z.string().optional(),
    rate_limit_policy: rateLimitPolicyAnswer.optional(),
    rate_limit_remaining: int64().optional(),
    rate_limit_reset_time: time().optional(),
    visibility: keyVisibility,
    issuer: z.string(),
    status: keyStatus,
    would_deny: z.boolean().openapi({
      description:
        'The call is let through from an address that would be refused if everything were enforced: the key or the ceiling of the workspace only reports, or the list of the key is bypassed for a while.',
    }),
  })
  .openapi('VerifyApiKeyResponse')

export const batchVerifyAnswer = z.object({ results: z.array(verifyAnswer) }).openapi('BatchVerifyApiKeysResponse')

export const deriveAnswer = z
  .object({
    token: z
      .object({
        token: z.string(),
        expire_time: time(),
        scopes: z.array(z.string()),
        claims: z.record(z.string(), z.unknown()),
      })
      .openapi('Token'),
  })
  .openapi('DeriveTokenResponse')

const jwk = z.looseObject({
  kty: z.string(),
  kid: z.string(),
  crv: z.string(),
  x: z.string(),
  use: z.string(),
  alg: z.string(),
})
export const keySetAnswer = z.object({ keys: z.array(jwk) }).openapi('JsonWebKeySet')
export const wrappedKeySetAnswer = z.object({ jwks: keySetAnswer }).openapi('GetJWKSResponse')

export const entryAnswer = z
  .object({
    entry_id: z.string(),
    cidr: z.string().openapi({ description: 'As it was sent.' }),
    network: z.string().openapi({ description: 'In canonical form, with its prefix.' }),
    address_count: z.string(),
    note: z.string(),
    enabled: z.boolean(),
    create_time: time(),
    added_by: z.string().optional(),
    source: z.string().optional().openapi({ description: 'The published range file it was imported from.' }),
    expire_time: time().optional(),
    last_match_time: time().optional().openapi({ description: 'When it last let a caller through.' }),
    match_count: int64().optional(),
  })
  .openapi('AllowlistEntry', { description: 'A network, or a single address, on a list.' })
export const entryListAnswer = z.object({ entries: z.array(entryAnswer) }).openapi('ListAllowlistEntriesResponse')

export const errorAnswer = z
  .object({
    error: z.object({
      code: z.int(),
      message: z.string(),
      status: z.string(),
      details: z.array(z.looseObject({ '@type': z.string() })),
    }),
  })
  .openapi('Error')

const lockoutRiskAnswer = z
  .object({
    caller_count: z.int(),
    callers: z.array(
      z.object({
        key_id: z.string(),
        key_name: z.string(),
        address: z.string().nullable(),
        calls: int64(),
        last_time: time(),
      }),
    ),
    own_address: z.string().nullable(),
  })
  .openapi('LockoutRisk')

export const dryRunAnswer = z
  .object({
    dry_run: z.literal(true),
    result: z.unknown().openapi({ description: 'What the write would answer, without a secret.' }),
    changes: z
      .object({
        fields: z.array(z.string()),
        allowlist: z.object({
          added: z.array(z.string()),
          removed: z.array(z.string()),
          changed: z.array(z.string()),
          addresses_before: z.string(),
          addresses_after: z.string(),
          addresses_gained: z.string(),
          addresses_lost: z.string(),
        }),
      })
      .nullable(),
    effect: z
      .object({
        access_mode_before: accessMode.nullable(),
        access_mode_after: accessMode.nullable(),
        opens_to_any: z.boolean(),
        days: z.int().openapi({ description: 'How many days of callers were judged anew.' }),
        callers: z.int().openapi({ description: 'How many addresses were let through in that time.' }),
        refused_callers: z.array(z.string()).openapi({ description: 'Those of them that would be refused.' }),
        admitted_refusals: z
          .array(z.string())
          .openapi({ description: 'Addresses that were refused and would be let through.' }),
        lockout_risk: lockoutRiskAnswer.nullable().openapi({
          description: 'What `confirm_lockout` must name for the write to be done; null when nobody is at risk.',
        }),
      })
      .nullable(),
  })
  .openapi('DryRunResponse')
