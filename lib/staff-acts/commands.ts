/**
 * All that staff can do to a customer's key. None takes entries, modes or owners: staff narrow and stop, and never let anybody
 * in who was not let in before.
 */
export { approve, decline } from './decisions.ts'
export { liftHold, pauseKey } from './hold-key.ts'
export { addNote, strikeNote } from './notes.ts'
export { askOwner, closeRequest } from './requests.ts'
export { revokeKey } from './revoke-key.ts'
