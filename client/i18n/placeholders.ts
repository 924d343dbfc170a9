/** Names of the parameters of an ICU message, sorted: 'Wait {seconds, plural, one {# s} other {# s}}' → ['seconds']. */
export function readPlaceholders(message: string): string[] {
  const names = new Set<string>()
  const readText = (start: number): number => {
    let at = start
    while (at < message.length && message[at] !== '}') at = message[at] === '{' ? readArgument(at + 1) : at + 1
    return at
  }
  const readArgument = (start: number): number => {
    const head = /^\s*(\w+)\s*(,\s*\w+\s*)?/.exec(message.slice(start))
    if (!head?.[1]) throw new Error(`No parameter name at ${start} of "${message}"`)
    names.add(head[1])
    let at = start + head[0].length
    while (at < message.length && message[at] !== '}') at = message[at] === '{' ? readText(at + 1) + 1 : at + 1
    if (message[at] !== '}') throw new Error(`An open brace in "${message}"`)
    return at + 1
  }
  const end = readText(0)
  if (end < message.length) throw new Error(`A closing brace too many in "${message}"`)
  return [...names].sort()
}
