import type { Problem } from '#contract/problem'
import { useProblemWords } from '../../i18n/code-words.ts'

export function DialogProblem({ problem }: { problem: Problem | null }) {
  const say = useProblemWords()
  if (!problem) return null
  return (
    <p className="staff-problem" role="alert">
      {say(problem)}
    </p>
  )
}
