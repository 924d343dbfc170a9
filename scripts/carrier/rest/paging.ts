const MOST_PER_PAGE = 1_000
const USUAL_PER_PAGE = 50

/** One page of a list with the addresses of its neighbours, shaped as every list of Twilio's 2010 API. */
export function paginate<T>(
  key: string,
  items: readonly T[],
  path: string,
  query: URLSearchParams,
  write: (item: T) => unknown,
): Record<string, unknown> {
  const size = Math.min(MOST_PER_PAGE, Math.max(1, Number(query.get('PageSize') ?? USUAL_PER_PAGE) || USUAL_PER_PAGE))
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0)
  const start = page * size
  const shown = items.slice(start, start + size)
  const address = (nth: number): string => {
    const next = new URLSearchParams(query)
    next.delete('PageToken')
    next.set('PageSize', String(size))
    next.set('Page', String(nth))
    return `${path}?${next}`
  }
  return {
    [key]: shown.map(write),
    first_page_uri: address(0),
    next_page_uri: start + size < items.length ? address(page + 1) : null,
    previous_page_uri: page > 0 ? address(page - 1) : null,
    uri: address(page),
    page,
    page_size: size,
    start: shown.length > 0 ? start : 0,
    end: shown.length > 0 ? start + shown.length - 1 : 0,
  }
}

/** Whether a moment passes the filters `Name`, `Name>` and `Name<` of a list. Days count whole, and a moment to its second. */
export function isWithin(at: number | null, query: URLSearchParams, name: string): boolean {
  const floor = (ms: number): number => Math.floor(ms / 1000) * 1000
  const read = (key: string): number | null => {
    const text = query.get(key)
    return text === null ? null : Date.parse(text)
  }
  const day = query.get(name)
  if (
    day !== null &&
    (at === null || new Date(at).toISOString().slice(0, 10) !== new Date(day).toISOString().slice(0, 10))
  )
    return false
  const [after, before] = [read(`${name}>`), read(`${name}<`)]
  if (after !== null && (at === null || at < floor(after))) return false
  return before === null || (at !== null && floor(at) <= before)
}
