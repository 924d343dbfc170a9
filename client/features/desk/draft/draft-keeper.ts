import { Draft } from '#contract/outcomes'
import { type DraftEdit, editDraft, newestDraft } from './draft.ts'

/** Within a second of the last key the draft is on the server (desk.md 4). */
const PAUSE_MILLISECONDS = 500
/** Somebody who never stops typing is saved all the same. */
const LONGEST_MILLISECONDS = 900
const RETRY_MILLISECONDS = 2_000

export type Keeping = { draft: Draft; state: 'idle' | 'saving' | 'saved' | 'failed'; savedAt: string | null }
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>
type Needs = {
  workItemId: string
  onServer: Draft | null
  storage: Storage
  /** Resolves with when it was saved; 'gone' when this desk may not write it any more. */
  save: (draft: Draft) => Promise<string | 'gone'>
}
export type DraftKeeper = ReturnType<typeof createDraftKeeper>

export const draftKey = (workItemId: string): string => `bazgasht.draft.${workItemId}`

function readStored(storage: Storage, workItemId: string): Draft | null {
  try {
    const read = Draft.safeParse(JSON.parse(storage.getItem(draftKey(workItemId)) ?? 'null'))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Keeps what the agent types: on this device at once, on the server within a second, and tries again until it is. */
export function createDraftKeeper({ workItemId, onServer, storage, save }: Needs) {
  let savedRevision = onServer?.revision ?? 0
  const first = newestDraft(onServer, readStored(storage, workItemId))
  let kept: Keeping = { draft: first, state: 'idle', savedAt: null }
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirtySince: number | null = null
  let isSaving = false
  let isClosed = false
  const listeners = new Set<() => void>()

  const show = (next: Partial<Keeping>): void => {
    kept = { ...kept, ...next }
    for (const listener of listeners) listener()
  }
  const plan = (milliseconds: number): void => {
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(() => void send(), milliseconds)
  }
  const send = async (): Promise<void> => {
    const { draft } = kept
    if (isSaving || isClosed || draft.revision <= savedRevision) return
    isSaving = true
    dirtySince = null
    show({ state: 'saving' })
    try {
      const savedAt = await save(draft)
      if (savedAt === 'gone') isClosed = true
      else savedRevision = draft.revision
      const isBehind = kept.draft.revision > savedRevision
      show(savedAt === 'gone' ? { state: 'failed' } : { state: isBehind ? 'saving' : 'saved', savedAt })
      if (isBehind) plan(PAUSE_MILLISECONDS)
    } catch {
      show({ state: 'failed' })
      plan(RETRY_MILLISECONDS)
    } finally {
      isSaving = false
    }
  }
  if (first.revision > savedRevision) plan(0)

  return {
    read: (): Keeping => kept,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit: (change: DraftEdit): void => {
      const draft = editDraft(kept.draft, change)
      storage.setItem(draftKey(workItemId), JSON.stringify(draft))
      show({ draft })
      dirtySince ??= Date.now()
      plan(Math.max(0, Math.min(PAUSE_MILLISECONDS, LONGEST_MILLISECONDS - (Date.now() - dirtySince))))
    },
    /** What another tab or the server has come to know; an older one changes nothing. */
    hear: (draft: Draft | null): void => {
      if (!draft || draft.revision <= kept.draft.revision) return
      savedRevision = draft.revision
      show({ draft, state: 'saved' })
    },
    /** Stops saving; what is on the device stays there. */
    close: (): void => {
      isClosed = true
      clearTimeout(timer)
    },
    /** Opens again after `close`: React mounts twice while developing. */
    open: (): void => {
      isClosed = false
      if (kept.draft.revision > savedRevision) plan(PAUSE_MILLISECONDS)
    },
    /** The outcome is saved: nothing more is to be kept here. */
    forget: (): void => {
      isClosed = true
      clearTimeout(timer)
      storage.removeItem(draftKey(workItemId))
    },
  }
}
