/** ARGV: now, id, destination, record, reason of a pause or ''. @returns 1 when it is new. */
export const SUBSCRIBE = `
if redis.call('HSETNX', p .. 'subscriptions', ARGV[2], ARGV[4]) == 0 then return 0 end
local seq = nextSeq()
redis.call('ZADD', p .. 'subscriptions:order', seq, ARGV[2])
redis.call('ZADD', p .. 'subscriptions:of:' .. ARGV[3], seq, ARGV[2])
if ARGV[5] ~= '' then redis.call('HSET', p .. 'subscriptions:paused', ARGV[2], ARGV[5]) end
return 1
`;

/** ARGV: now, id, destination. @returns 1 when it was there. */
export const UNSUBSCRIBE = `
redis.call('ZREM', p .. 'subscriptions:order', ARGV[2])
redis.call('ZREM', p .. 'subscriptions:of:' .. ARGV[3], ARGV[2])
redis.call('HDEL', p .. 'subscriptions:paused', ARGV[2])
return redis.call('HDEL', p .. 'subscriptions', ARGV[2])
`;

/** ARGV: now, destination, reason or '' to end the pause. */
export const PAUSE_SUBSCRIPTIONS = `
for _, id in ipairs(redis.call('ZRANGE', p .. 'subscriptions:of:' .. ARGV[2], 0, -1)) do
  if ARGV[3] == '' then redis.call('HDEL', p .. 'subscriptions:paused', id)
  else redis.call('HSET', p .. 'subscriptions:paused', id, ARGV[3]) end
end
return 1
`;
