/** What people do with alerts. */
export { markAllRead, markRead } from './mark-read.ts'
export { mute, unmute } from './mute.ts'
