import { type Attribution, attributeBoostedTrees } from './boosted-trees.ts'
import { calibrate } from './calibration.ts'
import { countFeatures, encodeRows } from './design.ts'
import type { Table } from './table.ts'
import type { WinModel } from './win-model.ts'

/**
 * Of every row, what each column adds to the log-odds of a win; base, columns and `calibration.slope` times the prior sum to
 * the logit. The model is linear in its parts and calibration is linear, so the parts' own exact attributions are mixed
 * and scaled.
 */
export function attributeWin(model: WinModel, table: Table): Attribution[] {
  const { calibration, design, forests, ridge, mix } = model
  const trees = forests
    ? [
        { share: mix.plain, attributions: attributeBoostedTrees(forests.plain, table) },
        { share: mix.levelled, attributions: attributeBoostedTrees(forests.levelled, table) },
      ]
    : []
  return encodeRows(table, design).map((features, row) => {
    const byFeature: Record<string, number> = {}
    const add = (name: string, weight: number) => {
      byFeature[name] = (byFeature[name] ?? 0) + calibration.slope * weight
    }
    let at = 0
    for (const feature of design) {
      let weight = 0
      for (const end = at + countFeatures(feature); at < end; at++) {
        weight += (ridge.weights[at] ?? 0) * ((features[at] ?? 0) - (ridge.centre[at] ?? 0))
      }
      add(feature.name, mix.ridge * weight)
    }
    let base = mix.ridge * ridge.intercept
    for (const { share, attributions } of trees) {
      const one = attributions[row]
      base += share * (one?.base ?? 0)
      for (const [name, weight] of Object.entries(one?.byFeature ?? {})) add(name, share * weight)
    }
    return { base: calibrate(calibration, base), byFeature }
  })
}
