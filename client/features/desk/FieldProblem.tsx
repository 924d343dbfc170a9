import { useProblemWords } from '../../i18n/code-words.ts'
import { type Field, fieldOf } from './requirements.ts'
import { useWork } from './work.ts'

/** What is missing or was refused here, once saving was tried. */
export function FieldProblem({ field }: { field: Field }) {
  const say = useProblemWords()
  const { saving } = useWork()
  const problems = saving.problems.filter((problem) => fieldOf(problem) === field)
  if (problems.length === 0) return null
  return (
    <div role="alert">
      {problems.map((problem) => (
        <p key={problem.code} className="problem">
          {say(problem)}
        </p>
      ))}
    </div>
  )
}
