import type { Topic } from '#contract/live'

/** 'card:3f…' → kind 'card', id '3f…'; 'wall' → kind 'wall', id ''. */
export function splitTopic(topic: Topic): { kind: string; id: string } {
  const at = topic.indexOf(':')
  return at < 0 ? { kind: topic, id: '' } : { kind: topic.slice(0, at), id: topic.slice(at + 1) }
}
