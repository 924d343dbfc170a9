import { lazy, Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { problemOf } from '../api/problem.ts'
import { useMe } from '../api/use-me.ts'
import { useProblemWords } from '../i18n/code-words.ts'
import { LiveProvider } from '../live/LiveProvider.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { addToast } from '../ui/toasts.ts'
import { App } from './App.tsx'
import { LineNotice } from './LineNotice.tsx'
import { LiveStatus } from './LiveStatus.tsx'
import { screens } from './routes.tsx'
import { ScreenSkeleton } from './ScreenSkeleton.tsx'
import { Threshold } from './Threshold.tsx'
import { useSpokenLocale } from './use-spoken-locale.ts'

const SignInScreen = lazy(async () => ({
  default: (await import('../features/sign-in/SignInScreen.tsx')).SignInScreen,
}))

/** Asks who is here, then opens the door or the sign-in; one live line stands open behind the door. */
export function SessionGate() {
  const t = useTranslations('app')
  const say = useProblemWords()
  const session = useMe()
  const { me, state, problem } = session
  useSpokenLocale(me)
  const leave = () => void session.leave().catch((error: unknown) => addToast('stop', say(problemOf(error))))
  if (state === 'failed' && problem)
    return (
      <Threshold>
        <FailedState problem={problem} onRetry={session.retry} />
      </Threshold>
    )
  const waiting = <ScreenSkeleton label={t('loading')} />
  if (state === 'asking') return <Threshold>{waiting}</Threshold>
  if (!me)
    return (
      <Threshold>
        <Suspense fallback={waiting}>
          <SignInScreen session={session} />
        </Suspense>
      </Threshold>
    )
  return (
    <LiveProvider key={me.id}>
      <App me={me} onSignOut={leave} status={<LiveStatus />} notice={<LineNotice me={me} />} screens={screens} />
    </LiveProvider>
  )
}
