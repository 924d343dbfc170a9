import { createHash } from 'node:crypto'

/** A line as the chain sees it: everything that it says. */
export type ChainLine = {
  id: bigint
  at: Date
  actorId: string | null
  action: string
  subject: string
  detail: unknown
}
/** How far the chain reaches; `hash` is SHA-256 in hexadecimals. */
export type Head = { position: bigint; hash: string }
/** One link as stored; `line` is null where the line is gone. */
export type Link = { position: bigint; lineId: bigint; hash: string; line: ChainLine | null }
/**
 * removed: the line or its seal is gone · changed: line, seal or their order are not as sealed · inserted: a line that
 * was never sealed nor waits for it.
 */
export type ChainFault = { kind: 'removed' | 'changed' | 'inserted'; position: bigint; lineId: bigint | null }

export const BEGINNING: Head = { position: 0n, hash: '0'.repeat(64) }

/** JSON in which the order of keys does not matter: jsonb keeps its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`
}

const digest = (before: string, { id, at, actorId, action, subject, detail }: ChainLine): string =>
  createHash('sha256')
    .update(before)
    .update(canonical([String(id), at.toISOString(), actorId, action, subject, detail]))
    .digest('hex')

/** The links that join these lines to the chain, in the order given. */
export function sealLines(head: Head, lines: readonly ChainLine[]): Omit<Link, 'line'>[] {
  let { position, hash } = head
  return lines.map((line) => {
    position += 1n
    hash = digest(hash, line)
    return { position, lineId: line.id, hash }
  })
}

/** Follows the chain over its next links, in the order of their positions, to its head or to the first fault. */
export function followChain(from: Head, links: readonly Link[]): Head | ChainFault {
  let head = from
  for (const { position, lineId, hash, line } of links) {
    const expected = head.position + 1n
    if (position !== expected) return { kind: 'removed', position: expected, lineId: null }
    if (!line) return { kind: 'removed', position, lineId }
    if (digest(head.hash, line) !== hash) return { kind: 'changed', position, lineId }
    head = { position, hash }
  }
  return head
}

export const isFault = (end: Head | ChainFault): end is ChainFault => 'kind' in end
