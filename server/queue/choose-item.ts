import type { WorkItemId } from '#contract/ids'

export type LiveItem = { id: WorkItemId; episodeId: string; phoneId: string; dueAt: Date; callbackAt: Date | null }

/**
 * Of the live rounds of one person the one that goes on: whoever was promised a call is called, the earliest promise first; then the round
 * of the lapse that stays open; then the one that is due first. None without an open lapse, and none of the held-out.
 */
export function chooseItem(
  live: readonly LiveItem[],
  open: { id: string; arm: 'treat' | 'holdout' | null } | null,
): LiveItem | null {
  if (!open || open.arm === 'holdout') return null
  const late = Number.POSITIVE_INFINITY
  const [first] = [...live].sort(
    (a, b) =>
      (a.callbackAt?.getTime() ?? late) - (b.callbackAt?.getTime() ?? late) ||
      Number(b.episodeId === open.id) - Number(a.episodeId === open.id) ||
      a.dueAt.getTime() - b.dueAt.getTime() ||
      (a.id < b.id ? -1 : 1),
  )
  return first ?? null
}
