import { useQuery } from '@tanstack/react-query'
import type { Card, OfferEstimate } from '#contract/queue'
import { call } from '../../api/call.ts'

/** What the server values for the reason that she has told, best first; undefined until it has, and the card's own order stands. */
export function useToldOffers(
  { workItemId, fence }: Pick<Card, 'workItemId' | 'fence'>,
  reasonCode: string | null,
): readonly OfferEstimate[] | undefined {
  const answer = useQuery({
    queryKey: ['card.offers', workItemId, fence, reasonCode],
    queryFn: () => call('card.offers', { params: { id: workItemId }, body: { fence, reasonCode: reasonCode ?? '' } }),
    enabled: reasonCode !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return answer.data?.offers
}
