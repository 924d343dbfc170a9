import { useParams } from '@tanstack/react-router'
import type { CustomerId } from '#contract/ids'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { CustomerHead } from './CustomerHead.tsx'
import { Episodes } from './Episodes.tsx'
import { History } from './History.tsx'
import { Household } from './Household.tsx'
import { Numbers } from './Numbers.tsx'
import { Owed } from './Owed.tsx'
import { Recordings } from './Recordings.tsx'
import { Stops } from './Stops.tsx'
import './Customer.css'

/** Each look leaves a line in the audit: a page is read when it is opened, not behind the reader's back. */
const READ_ONCE = Number.POSITIVE_INFINITY

/** Everything that is known of one customer, for those who lead. */
export function CustomerScreen() {
  const { id = '' } = useParams({ strict: false })
  const page = useRead('customer.read', { params: { id: id as CustomerId } }, { staleMilliseconds: READ_ONCE })
  const customer = page.data
  return (
    <div className="customer-page">
      {page.isPending && <Skeleton height={480} />}
      {page.isError && <FailedState problem={problemOf(page.error)} onRetry={() => void page.refetch()} />}
      {customer && (
        <>
          <CustomerHead customer={customer} />
          <div className="customer-columns">
            <div className="customer-parts">
              <Stops stops={customer.stops} />
              <Owed complaints={customer.complaints} promises={customer.promises} />
              <Recordings customerId={customer.id} />
              <Episodes episodes={customer.episodes} />
              <Numbers phones={customer.phones} />
              <Household people={customer.household} />
            </div>
            <History key={customer.id} id={customer.id} first={customer.timeline} />
          </div>
        </>
      )}
    </div>
  )
}
