import type { LearnedModelView } from '#contract/ranking'

/** What is asked once more before it is done. */
export type ModelAct = { kind: 'adopt' | 'rollBack'; model: LearnedModelView }
