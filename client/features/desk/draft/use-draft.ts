import { useEffect, useEffectEvent, useMemo, useRef, useSyncExternalStore } from 'react'
import { Draft } from '#contract/outcomes'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'
import type { LeaseRequest } from '../../../live/line.ts'
import { createDraftKeeper, type DraftKeeper, draftKey } from './draft-keeper.ts'

const gone = new Set(['lease.lost', 'card.not-yours', 'not-found'])

/** The draft of the customer on the desk: on this device at once, on the server within a second, the same in every tab. */
export function useDraft(held: LeaseRequest, onServer: Draft | null): DraftKeeper {
  const { workItemId, fence } = held
  const newestFence = useRef(fence)
  newestFence.current = fence
  /** One keeper a customer begins with it; what the server sends later is heard below. */
  const newestDraft = useRef(onServer)
  newestDraft.current = onServer
  const keeper = useMemo(
    () =>
      createDraftKeeper({
        workItemId,
        onServer: newestDraft.current,
        storage: localStorage,
        save: async (draft) => {
          try {
            const body = { fence: newestFence.current, draft }
            return (await call('draft.save', { params: { id: workItemId }, body })).savedAt
          } catch (error) {
            if (gone.has(problemOf(error).code)) return 'gone'
            throw error
          }
        },
      }),
    [workItemId],
  )
  useEffect(() => {
    keeper.open()
    return keeper.close
  }, [keeper])
  useEffect(() => keeper.hear(onServer), [keeper, onServer])
  const hearTab = useEffectEvent((event: StorageEvent) => {
    if (event.key !== draftKey(workItemId) || !event.newValue) return
    const read = Draft.safeParse(JSON.parse(event.newValue))
    if (read.success) keeper.hear(read.data)
  })
  useEffect(() => {
    const listener = (event: StorageEvent): void => hearTab(event)
    window.addEventListener('storage', listener)
    return () => window.removeEventListener('storage', listener)
  }, [])
  return keeper
}

export const useKeeping = (keeper: DraftKeeper) => useSyncExternalStore(keeper.subscribe, keeper.read)
