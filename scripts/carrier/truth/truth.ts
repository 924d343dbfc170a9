import { createWriteStream } from 'node:fs'

/** What happened on the network. `hear` is one person hearing another; `bridge` is both hearing each other. */
export type TruthEvent =
  | 'create'
  | 'invite'
  | 'ring'
  | 'answer'
  | 'join'
  | 'leave'
  | 'hear'
  | 'unhear'
  | 'bridge'
  | 'unbridge'
  | 'said'
  | 'heard'
  | 'dtmf'
  | 'play-failed'
  | 'end'
  | 'enqueue'
  | 'dequeue'
  | 'record-start'
  | 'record-pause'
  | 'record-resume'
  | 'record-stop'
  | 'record-delete'
  | 'twiml'
  | 'twiml-failed'
  | 'refused'
  | 'fault'
  | 'hook'
  | 'hook-acked'
  | 'hook-failed'
  | 'hook-dropped'

export type TruthLine = {
  n: number
  /** Virtual time, ISO 8601 with milliseconds. */
  at: string
  event: TruthEvent
  sid?: string
  to?: string
  from?: string
  /** The `intent` of the status callback's address, when it has one. */
  intent?: string
  [fact: string]: string | number | boolean | null | undefined
}

export type Facts = Omit<TruthLine, 'n' | 'at' | 'event'>

export type Truth = {
  record: (event: TruthEvent, facts: Facts) => void
  since: (n: number) => TruthLine[]
  /** The youngest so many of those that count, the oldest first. */
  last: (count: number, counts: (line: TruthLine) => boolean) => TruthLine[]
  follow: (listener: (line: TruthLine) => void) => () => void
  close: () => Promise<void>
}

/** Append-only and in memory, and in a file of JSON lines when one is named. Addresses in it carry no host, so that ports do not show. */
export function createTruth(now: () => number, file: string | undefined): Truth {
  const lines: TruthLine[] = []
  const listeners = new Set<(line: TruthLine) => void>()
  const out = file === undefined ? undefined : createWriteStream(file, { flags: 'w' })
  return {
    record(event, facts) {
      const line: TruthLine = { n: lines.length + 1, at: new Date(now()).toISOString(), event, ...facts }
      lines.push(line)
      out?.write(`${JSON.stringify(line)}\n`)
      for (const listener of listeners) listener(line)
    },
    since: (n) => lines.slice(Math.max(0, n)),
    last(count, counts) {
      const found: TruthLine[] = []
      for (let nth = lines.length - 1; nth >= 0 && found.length < count; nth--) {
        const line = lines[nth]
        if (line && counts(line)) found.unshift(line)
      }
      return found
    },
    follow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => new Promise((done) => (out ? out.end(done) : done())),
  }
}
