import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Problem } from '#contract/problem'
import type { Me } from '#contract/staff'
import { call } from './call.ts'
import { problemOf } from './problem.ts'
import { readKey, useRead } from './queries.ts'
import { keepCsrf, onSessionEnded } from './session-end.ts'

export type Session = {
  /** 'asking' until the server has said who this is. */
  state: 'asking' | 'failed' | 'known'
  me: Me | null
  /** True until the first administrator exists. */
  setup: boolean
  problem: Problem | null
  /** Why the last session ended, for the sign-in page. */
  ended: Problem | null
  retry: () => void
  /** After a sign-in: the answer is who this is from now on. */
  enter: (me: Me) => void
  leave: () => Promise<void>
}

const key = readKey('session.status')

/** Who is signed in. What is kept on this device (drafts, language, theme) survives the end of a session. */
export function useMe(): Session {
  const client = useQueryClient()
  const status = useRead('session.status', {}, { staleMilliseconds: Number.POSITIVE_INFINITY })
  const [ended, setEnded] = useState<Problem | null>(null)
  const me = status.data?.me ?? null
  keepCsrf(me?.csrf ?? '')
  useEffect(
    () =>
      onSessionEnded((why) => {
        setEnded(why)
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] })
        client.setQueryData(key, { setup: false, me: null })
      }),
    [client],
  )
  return {
    state: status.isPending ? 'asking' : status.isError ? 'failed' : 'known',
    me,
    setup: status.data?.setup ?? false,
    problem: status.isError ? problemOf(status.error) : null,
    ended,
    retry: () => void status.refetch(),
    enter: (next) => {
      setEnded(null)
      client.setQueryData(key, { setup: false, me: next })
    },
    leave: async () => {
      await call('session.signOut')
      client.clear()
      client.setQueryData(key, { setup: false, me: null })
    },
  }
}
