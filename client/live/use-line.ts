import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type * as z from 'zod/mini'
import type { Problem } from '#contract/problem'
import type { Connection } from './connection.ts'
import type { Line } from './line.ts'

export const LineContext = createContext<Line | null>(null)

/** The connection itself: for `renewLease`. */
export function useLine(): Line {
  const line = use(LineContext)
  if (!line) throw new Error('This stands outside the LiveProvider')
  return line
}

export type Topical<Document> = { document: Document | null; version: number; problem: Problem | null }
const nothing = { document: null, version: -1, problem: null }
const ignore = () => () => {}

/**
 * The newest document of a topic, or null until the first one has come; `topic` null watches nothing.
 * The last document stays when the line breaks: `useConnection` says since when it is old.
 */
export function useTopic<Schema extends z.ZodMiniType>(
  topic: string | null,
  schema: Schema,
): Topical<z.output<Schema>> {
  const line = useLine()
  const subscribe = useCallback((hear: () => void) => (topic ? line.subscribe(topic, hear) : ignore()), [line, topic])
  const view = useSyncExternalStore(subscribe, () => (topic ? line.read(topic) : nothing))
  return useMemo(() => {
    const { document, version, problem } = view
    if (version < 0) return { document: null, version, problem }
    const read = schema.safeParse(document)
    if (read.success) return { document: read.data, version, problem }
    return { document: null, version, problem: { code: 'outdated', params: { call: topic } } }
  }, [view, schema, topic])
}

export function useConnection(): Connection {
  const line = useLine()
  return useSyncExternalStore(line.subscribeConnection, line.readConnection)
}

/** Reads the server's clock: `const now = useServerNow(); now()`. */
export function useServerNow(): () => Date {
  const line = useLine()
  return useCallback(() => new Date(line.now()), [line])
}

/** The server's time, read again every `milliseconds` of the wall clock, for whatever counts on the screen. */
export function useTick(milliseconds = 1_000): Date {
  const now = useServerNow()
  const [at, setAt] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), milliseconds)
    return () => clearInterval(timer)
  }, [now, milliseconds])
  return at
}
