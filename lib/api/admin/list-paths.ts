export const listsTag = 'Named lists'

/** Of all named lists; and of one, with the template of its id. */
export const listsPath = '/v2alpha1/admin/allowlists'
export const listPath = `${listsPath}/{allowlist_id}`
