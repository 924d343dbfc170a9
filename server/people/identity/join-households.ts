/** A number and one of the households that share it; `since` tells which household is the oldest. */
export type SharedNumber = { phoneId: string; householdId: string; since: Date }

/** Which household becomes which: all that are joined by numbers, directly or by way of others, become the oldest of them. */
export function joinHouseholds(shared: readonly SharedNumber[]): Map<string, string> {
  const parents = new Map<string, string>()
  const ages = new Map<string, number>()
  const find = (id: string): string => {
    let root = id
    while (parents.has(root)) root = parents.get(root) ?? root
    return root
  }
  const isOlder = (a: string, b: string) => {
    const difference = (ages.get(a) ?? 0) - (ages.get(b) ?? 0)
    return difference < 0 || (difference === 0 && a < b)
  }
  const byPhone = new Map<string, string>()
  for (const { phoneId, householdId, since } of shared) {
    ages.set(householdId, Math.min(ages.get(householdId) ?? Number.POSITIVE_INFINITY, since.getTime()))
    if (!byPhone.has(phoneId)) byPhone.set(phoneId, householdId)
  }
  for (const { phoneId, householdId } of shared) {
    const a = find(byPhone.get(phoneId) ?? householdId)
    const b = find(householdId)
    if (a === b) continue
    if (isOlder(a, b)) parents.set(b, a)
    else parents.set(a, b)
  }
  return new Map([...parents.keys()].map((id) => [id, find(id)]))
}
