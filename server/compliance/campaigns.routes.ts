import type { CampaignEditor } from '../campaigns/campaign-editor.service.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import type { CampaignPreviews } from './campaign-preview.service.ts'

type Names =
  | 'campaign.list'
  | 'campaign.choices'
  | 'campaign.make'
  | 'campaign.change'
  | 'campaign.act'
  | 'campaign.clone'
  | 'campaign.count'
  | 'campaign.preview'

export type CampaignsRoutesDeps = { database: Database; editor: CampaignEditor; previews: CampaignPreviews }

/** Campaigns for those who lead. They stand here, one room to the right, because a preview asks the gate. */
export const campaignsRoutes = ({ database, editor, previews }: CampaignsRoutesDeps): Pick<Handlers, Names> => ({
  'campaign.list': () => database.tx(editor.list),
  'campaign.choices': () => editor.choices(database.db),
  'campaign.make': ({ body, caller }) => editor.make(body.settings, caller.userId),
  'campaign.change': ({ params, body, caller }) => editor.change(params.id, body.version, body.settings, caller.userId),
  'campaign.act': ({ params, body, caller }) => editor.act(params.id, body, caller.userId),
  'campaign.clone': ({ params, caller }) => editor.clone(params.id, caller.userId),
  'campaign.count': ({ body }) => previews.count(body.segment),
  'campaign.preview': ({ body }) => previews.preview(body.id, body.settings),
})
