/** How a campaign's customers are dialled. `previewSeconds`: a countdown to the dial; null: the agent decides. */
export type DialMode = { mode: 'preview' | 'progressive' | 'manual'; previewSeconds: number | null }

/** After how many of a person's seconds the server dials by itself; null: never. */
export const autoDialSeconds = ({ mode, previewSeconds }: DialMode): number | null =>
  mode === 'progressive' ? 0 : mode === 'preview' ? previewSeconds : null
