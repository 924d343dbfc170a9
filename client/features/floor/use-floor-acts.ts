import { useRef, useState } from 'react'
import type { Floor, SupervisionMode } from '#contract/floor'
import type { UserId } from '#contract/ids'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { addToast } from '../../ui/toasts.ts'

export type FloorActs = {
  isPending: boolean
  sit: (on: boolean) => void
  supervise: (agentId: UserId, mode: SupervisionMode) => void
  takeOver: (agentId: UserId) => void
  release: (agentId: UserId, onDone: () => void) => void
}

/** What a supervisor wishes of the floor; what then is, the live line tells. Each wish has a higher number than the one before. */
export function useFloorActs(mine: Floor['mine'] | null): FloorActs {
  const say = useProblemWords()
  const [pending, setPending] = useState(0)
  const revision = useRef(0)
  const wish = (act: () => Promise<unknown>): void => {
    setPending((count) => count + 1)
    act()
      .catch((error: unknown) => addToast('stop', say(problemOf(error))))
      .finally(() => setPending((count) => count - 1))
  }
  return {
    isPending: pending > 0,
    sit: (on) => wish(() => call('floor.sit', { body: { on } })),
    supervise: (id, mode) => {
      revision.current = Math.max(revision.current, mine?.revision ?? 0) + 1
      const body = { mode, revision: revision.current }
      wish(() => call('floor.supervise', { params: { id }, body }))
    },
    takeOver: (id) => wish(() => call('floor.takeOver', { params: { id } })),
    release: (id, onDone) =>
      wish(async () => {
        await call('floor.release', { params: { id } })
        onDone()
      }),
  }
}
