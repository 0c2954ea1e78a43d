// Stands in for curl where there is none: the options that the documents use, by fetch.
const headers = {}
const request = { method: undefined, body: undefined, headers }
let url = ''
const args = process.argv.slice(2)
while (args.length > 0) {
  const arg = args.shift()
  if (arg === '-s') continue
  if (arg === '-X') request.method = args.shift()
  else if (arg === '-d') request.body = args.shift()
  else if (arg === '-H') {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(args.shift()) ?? []
    headers[name] = value
  } else if (arg.startsWith('-')) throw new Error(`curl: ${arg} is not known here`)
  else url = arg
}
process.stdout.write(await (await fetch(url, request)).text())
