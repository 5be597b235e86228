/** Owners that have not been heard of for so long (ms: a day) are forgotten. */
export const OWNERS_KEPT = 86_400_000;

/** An owner lives. ARGV: now, owner. */
export const BEAT = `
redis.call('ZADD', p .. 'owners', int(clock), ARGV[2])
redis.call('ZREMRANGEBYSCORE', p .. 'owners', '-inf', int(clock - ${OWNERS_KEPT}))
return 1
`;

/** Whether any other engine has been heard of lately. ARGV: now, owner that asks, how long ago at most (ms). */
export const OTHERS_ALIVE = `
local since = int(clock - tonumber(ARGV[3]))
local others = redis.call('ZRANGEBYSCORE', p .. 'owners', since, '+inf')
for _, owner in ipairs(others) do if owner ~= ARGV[2] then return 1 end end
return 0
`;

/** An engine that ends is not waited for. ARGV: now, owner. */
export const LEAVE = `return redis.call('ZREM', p .. 'owners', ARGV[2])`;
