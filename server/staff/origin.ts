const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a request that changes something comes from our own pages. Browsers send `Origin` with each of these, so one
 * without is refused. On the developer's own machine the page may have another port than the public address says.
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  { publicBaseUrl, production }: { publicBaseUrl: string; production: boolean },
): boolean {
  if (!origin || !URL.canParse(origin)) return false
  const from = new URL(origin)
  if (from.origin === new URL(publicBaseUrl).origin) return true
  return !production && from.protocol === 'http:' && OWN_MACHINE.has(from.hostname) && from.host === host
}
