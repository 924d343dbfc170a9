/** Which customers this browser gave back itself, in any tab: so that one that vanished is told from one that was finished. */
const storageKey = 'bazgasht.closedCards'
const KEPT = 20

const readClosed = (): string[] => {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(read) ? read.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export const markClosed = (workItemId: string): void =>
  localStorage.setItem(storageKey, JSON.stringify([workItemId, ...readClosed()].slice(0, KEPT)))

export const unmarkClosed = (workItemId: string): void =>
  localStorage.setItem(storageKey, JSON.stringify(readClosed().filter((id) => id !== workItemId)))

export const wasClosedHere = (workItemId: string): boolean => readClosed().includes(workItemId)
