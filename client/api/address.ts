/** The address of a call: ':id' filled from `params`, `query` behind; what is undefined is left out. */
export function buildAddress(path: string, params: object = {}, query: object = {}): string {
  const given = new Map(Object.entries(params))
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = given.get(name)
    if (value === undefined) throw new Error(`The path ${path} misses ${name}`)
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return `/api${filled}${search.size > 0 ? `?${search}` : ''}`
}
