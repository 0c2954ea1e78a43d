/** What a check can find wrong. */
export const chainFaults = [
  'event_changed',
  'event_missing',
  'link_missing',
  'event_unlinked',
  'checkpoint_forged',
  'checkpoint_differs',
  'truncated',
  'anchor_forged',
  'left_behind',
  'head_differs',
  'head_missing',
] as const

export type ChainFault = (typeof chainFaults)[number]

/** The first place at which the trail is not what was recorded. */
export type ChainBreak = {
  readonly fault: ChainFault
  /** Null for an event that has no place. */
  readonly position: bigint | null
  /** Null where no event is there. */
  readonly eventId: bigint | null
  readonly at: Date | null
}

/** What is wrong, in a sentence. */
export const chainFaultWords = {
  event_changed: 'This event, or its link, is not what was recorded.',
  event_missing: 'The event that was recorded here has been removed.',
  link_missing: 'A link of the chain has been removed here.',
  event_unlinked: 'This event was put into the trail past the chain.',
  checkpoint_forged: 'The checkpoint here was not sealed by this installation.',
  checkpoint_differs: 'The chain was made anew: the checkpoint that was sealed here tells another hash.',
  truncated: 'The end of the trail has been removed: a checkpoint was sealed here, beyond the last link.',
  anchor_forged:
    'The beginning of the trail has been removed by something else than the retention of this installation.',
  left_behind: 'A link is left before the beginning of the trail.',
  head_differs: 'The chain tells another hash here than the head that was noted.',
  head_missing: 'The trail ends before the head that was noted.',
} as const satisfies Record<ChainFault, string>
