import { useWork } from '../work.ts'
import { BarMessages } from './BarMessages.tsx'
import { CallStateView } from './CallStateView.tsx'
import { CallSwitches } from './CallSwitches.tsx'
import { ChosenOutcome } from './ChosenOutcome.tsx'
import { Countdown } from './Countdown.tsx'
import { OfferNotice } from './OfferNotice.tsx'
import { PrimaryAction } from './PrimaryAction.tsx'
import { StopButton } from './StopButton.tsx'
import { TransferNotice } from './TransferNotice.tsx'
import { WrapUp } from './WrapUp.tsx'
import './CallBar.css'

/** The call and its end, always at the same place; nothing in it scrolls. */
export function CallBar() {
  const { desk } = useWork()
  if (desk.offer)
    return (
      <div className="call-bar">
        <OfferNotice />
      </div>
    )
  return (
    <div className="call-bar">
      <CallStateView />
      <CallSwitches />
      <Countdown />
      <WrapUp />
      {desk.transfer ? (
        <TransferNotice />
      ) : (
        <>
          <BarMessages />
          <ChosenOutcome />
          <StopButton />
          <PrimaryAction />
        </>
      )}
    </div>
  )
}
