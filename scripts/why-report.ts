import type { Decided } from '../server/learning/decisions.store.ts'

const percent = (p: number | null): string => (p === null ? 'not known' : `${(100 * p).toFixed(1)} %`)
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

/** A claim as lines to read: place, chances, money, facts, offer, gate. Sums are shown, so that anybody can check them. */
export function reportWhy(decided: Decided): string[] {
  const { why } = decided
  const place =
    decided.rank === null
      ? 'A callback: at the time that was agreed.'
      : decided.explored_of === null
        ? `From the queue, by value: ${decided.rank.toFixed(1)} minor units an agent minute, waiting time, the hour and the end of a permission to call counted.`
        : `From the explored slice: drawn evenly, 1 of ${decided.explored_of}.`
  const lines = [
    `Claimed ${decided.at.toISOString()} by ${decided.agent ?? 'somebody who is gone'}, work item ${decided.work_item_id}.`,
    place,
    reportCampaign(decided),
    `Models: purchases fitted ${decided.fitted_at?.toISOString() ?? '(no longer kept)'}, outcomes ${decided.learned === null ? 'not learned yet (our priors)' : `learned model ${decided.learned}`}.`,
    `Gate: ${JSON.stringify(decided.permit)}`,
  ]
  if (!why) return [...lines, 'What the score was made of is not on record.', ...reportEnd(decided)]
  lines.push(
    `P(reached) ${percent(decided.contact ?? why.pContact)}, P(win | reached) ${percent(why.pWin)}, P(comes unaided) ${percent(why.pUnaided)}.`,
    'Money, minor units:',
    ...why.terms.map(({ code, minor }) => `  ${minor.padStart(18)}  ${code}`),
    `  ${why.expectedMinor.padStart(18)}  = expected of this call`,
    'Log-odds of a win:',
    `  ${signed(why.baseLogOdds)}  base`,
    ...why.facts.map(({ code, weight, params }) => `  ${signed(weight)}  ${code} ${JSON.stringify(params)}`),
    `  ${signed(why.facts.reduce((sum, { weight }) => sum + weight, why.baseLogOdds))}  = logit of P(win)`,
    `Likely reasons: ${why.hypotheses.map(({ reasonCode, probability }) => `${reasonCode} ${percent(probability)}`).join(', ') || 'none'}`,
  )
  return [...lines, ...reportEnd(decided)]
}

function reportCampaign({ campaign_id: id, campaign_version: version, campaign, campaign_since: since }: Decided) {
  if (id === null) return 'Campaign: not on record.'
  return `Campaign: ${campaign ?? '(no longer kept)'}, version ${version}${since ? `, in force since ${since.toISOString()}` : ''} (${id}).`
}

function reportEnd({ offer, told_reason, propensities, outcome }: Decided): string[] {
  const chances = Object.entries(propensities).map(([code, p]) => `${code} ${percent(p)}`)
  const told = told_reason === null ? 'before the reason was told' : `for ${told_reason}`
  return [
    `Recommended ${told}: ${offer ?? 'nothing'}, drawn from ${chances.join(', ') || 'nothing'}.`,
    `Outcome: ${outcome ?? 'none yet'}.`,
  ]
}
