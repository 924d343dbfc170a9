import * as z from 'zod/mini'

/** Identifiers are UUIDs, branded so that one kind is never passed for another. */
export const UserId = z.uuid().brand<'UserId'>()
export const TeamId = z.uuid().brand<'TeamId'>()
export const CustomerId = z.uuid().brand<'CustomerId'>()
export const PhoneId = z.uuid().brand<'PhoneId'>()
export const EpisodeId = z.uuid().brand<'EpisodeId'>()
export const CampaignId = z.uuid().brand<'CampaignId'>()
export const WorkItemId = z.uuid().brand<'WorkItemId'>()
export const CallId = z.uuid().brand<'CallId'>()
export const DispositionId = z.uuid().brand<'DispositionId'>()
export const ImportId = z.uuid().brand<'ImportId'>()

export type UserId = z.infer<typeof UserId>
export type TeamId = z.infer<typeof TeamId>
export type CustomerId = z.infer<typeof CustomerId>
export type PhoneId = z.infer<typeof PhoneId>
export type EpisodeId = z.infer<typeof EpisodeId>
export type CampaignId = z.infer<typeof CampaignId>
export type WorkItemId = z.infer<typeof WorkItemId>
export type CallId = z.infer<typeof CallId>
export type DispositionId = z.infer<typeof DispositionId>
export type ImportId = z.infer<typeof ImportId>
