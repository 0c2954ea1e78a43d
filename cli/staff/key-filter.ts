import { type Command, Option } from 'commander'

/** Options by which keys are chosen, as the page Staff → Keys has them. */
export type KeyFilterOptions = {
  readonly search?: string
  readonly state?: string
  readonly access?: string
  readonly anyAddress?: true
  readonly wider4?: string
  readonly wider6?: string
  readonly range?: string
  readonly expired?: true
  readonly expiring?: string
  readonly unnoted?: true
  readonly unmatched?: true
  readonly unused?: string
  readonly refused?: true
  readonly workspace?: string
  readonly owner?: string
}

export function addKeyFilterOptions(command: Command): Command {
  return command
    .option('--search <words>', 'words in name, key prefix, last four, workspace or owner')
    .addOption(new Option('--state <state>', 'which keys (default: live)').choices(['live', 'ended', 'all']))
    .addOption(new Option('--access <mode>', 'only keys in this mode').choices(['open', 'report', 'enforce']))
    .option('--any-address', 'only keys with an entry that admits every address of a family')
    .option('--wider4 <bits>', 'only keys with an IPv4 entry wider than this prefix length')
    .option('--wider6 <bits>', 'only keys with an IPv6 entry wider than this prefix length')
    .addOption(
      new Option('--range <kind>', 'only keys with entries in such ranges').choices(['private', 'reserved', 'special']),
    )
    .option('--expired', 'only keys with expired entries')
    .option('--expiring <days>', 'only keys with an entry that expires within so many days')
    .option('--unnoted', 'only keys with entries without note')
    .option('--unmatched', 'only keys with entries that never let anybody through')
    .option('--unused <days>', 'only keys that nobody used for so many days')
    .option('--refused', 'only keys that refused calls in the last day')
    .option('--workspace <id>', 'only keys of this workspace')
    .option('--owner <id>', 'only keys that this account made')
}

/** The same as the API's parameters. */
export function keyFilterQuery(options: KeyFilterOptions): Record<string, string | undefined> {
  const flag = (given: true | undefined) => (given === true ? '1' : undefined)
  const { search, state, access, wider4, wider6, range, expiring, unused, workspace, owner } = options
  return {
    ...{ q: search, state, access, wider4, wider6, range, expiring, unused, workspace, owner },
    any: flag(options.anyAddress),
    expired: flag(options.expired),
    unnoted: flag(options.unnoted),
    unmatched: flag(options.unmatched),
    refused: flag(options.refused),
  }
}
