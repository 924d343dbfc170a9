/** The campaign that a new round goes to: of the active ones, highest priority first, the first that matches. Segments are not asked yet. */
export const matchCampaign = <C>(active: readonly C[]): C | null => active[0] ?? null
