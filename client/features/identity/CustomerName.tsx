import { Link } from '@tanstack/react-router'
import { Bdi } from '../../ui/Bdi.tsx'

type Named = { id: string; name: string; externalId: string | null; city: string | null }

/** A name that leads to the customer, with what tells two of one name apart. */
export function CustomerName({ customer: { id, name, externalId, city } }: { customer: Named }) {
  const told = [externalId, city].filter((part) => part !== null)
  return (
    <span className="identity-name">
      <Link to={`/customers/${id}`}>
        <Bdi>{name}</Bdi>
      </Link>
      {told.length > 0 && (
        <small>
          {told.map((part, at) => (
            <span key={part}>
              {at > 0 && ' · '}
              <Bdi>{part}</Bdi>
            </span>
          ))}
        </small>
      )}
    </span>
  )
}
