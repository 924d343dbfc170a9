/** What the agent offered first where the recommended offer was not among what was offered; null when it was, or nothing was. */
export function findOverride(
  recommended: string | undefined,
  offers: readonly { code: string }[],
): { recommended: string; offered: string } | null {
  const [first] = offers
  if (recommended === undefined || !first || offers.some(({ code }) => code === recommended)) return null
  return { recommended, offered: first.code }
}
