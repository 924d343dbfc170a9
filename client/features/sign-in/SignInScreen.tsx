import type { Session } from '../../api/use-me.ts'
import { SetUpForm } from './SetUpForm.tsx'
import { SignInForm } from './SignInForm.tsx'

export function SignInScreen({ session }: { session: Session }) {
  if (session.setup) return <SetUpForm onEnter={session.enter} />
  return <SignInForm onEnter={session.enter} ended={session.ended} />
}
